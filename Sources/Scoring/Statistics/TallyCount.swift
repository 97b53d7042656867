/// A tally of a metric, as it is stored, with how often it occurs in a group and a cluster.
package struct TallyCount: Sendable, Hashable {
    package var tally: String
    package var count: Int
    /// What its examples stray together by, such as their speaker; nil for examples that are taken to be
    /// independent.
    package var cluster: String?
    /// The group of an attribute; nil where no grouping is asked for.
    package var group: String?

    package init(tally: String, count: Int, cluster: String? = nil, group: String? = nil) {
        self.tally = tally
        self.count = count
        self.cluster = cluster
        self.group = group
    }
}

/// The same with the tally read.
struct CountedTally<Tally: MetricTally> {
    var tally: Tally
    var count: Int
    var cluster: String?
    var group: String?
}
