package import Domain

/// A way to score predictions, in two steps: a tally for each example, which is stored, and a value
/// for any sum of tallies, so that corpus values, groups and intervals are re-readings of the same
/// rows.
///
/// Laws, held by a test over the whole catalog: the order of the examples does not matter; splitting
/// them, summing each part and combining the sums gives the same value; no examples give
/// `undefined` (nil), never 0 or NaN; a tally survives being stored and read.
package protocol Metric: Sendable {
    associatedtype Tally: MetricTally

    /// As suites, tables and reports write it: `word_error_rate`.
    static var name: String { get }
    /// One sentence for people, with the source of the definition.
    static var summary: String { get }
    /// What it takes; a suite that asks for it where the task gives something else is refused.
    static var takes: Outcome.Kind { get }
    /// The targets it can be held against; empty where no target is needed.
    static var targets: Set<Target.Kind> { get }
    static var higherIsBetter: Bool { get }
    /// Whether values are shares, which people read in per cent.
    static var isShare: Bool { get }
    /// How its 95 % interval is found. ``Figure/Method/wilson`` needs ``Counts`` of [hits, trials].
    static var intervalMethod: Figure.Method { get }
    /// The names of the options it knows, with what they mean and their defaults.
    static var options: [MetricOption] { get }

    /// Makes the metric.
    ///
    /// - Throws: ``MetricError`` for a value that makes no sense; unknown names are refused before.
    init(options: [String: JSONValue]) throws

    /// The tally of one answered example; nil where the example does not take part.
    func tally(_ outcome: Outcome, target: Target?) -> Tally?

    /// The value of summed tallies; nil where it is undefined.
    func value(_ total: Tally) -> Double?
}

/// What a metric stores for one example, and sums.
package protocol MetricTally: Sendable, Hashable {
    /// The tally of nothing.
    static var zero: Self { get }
    static func += (a: inout Self, b: Self)
    /// Compact JSON for the database.
    var stored: String { get }
    /// Reads ``stored``; nil if it is not that.
    init?(stored: String)
}

/// An option of a metric.
package struct MetricOption: Sendable {
    package let name: String
    package let summary: String
    package let standard: JSONValue

    package init(_ name: String, _ summary: String, default standard: JSONValue) {
        self.name = name
        self.summary = summary
        self.standard = standard
    }
}
