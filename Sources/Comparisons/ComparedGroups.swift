package import Domain
package import GRDB
import Scoring
package import Storage

/// A metric of two tasks in each group of an attribute, over the examples that both have a score for.
package struct ComparedGroups: Sendable, Equatable {
    /// One group.
    package struct Group: Sendable, Equatable {
        package let name: String
        package let examples: Int
        /// Nil where the metric is undefined on either side.
        package let values: Values?
    }

    /// Both sides' values in a group.
    package struct Values: Sendable, Equatable {
        package let first: Double
        package let second: Double
        /// Of the difference, by the paired bootstrap; nil for a single example, and in groups by the
        /// target itself for metrics that look beyond them.
        package let interval: Figure.Interval?
        /// Of no difference, two-sided, after Holm's correction over the groups that have one; nil where
        /// there is no interval, and where no difference could be shown.
        package internal(set) var p: Double?
        /// The clusters, or examples, without which no difference can be shown; nil where there are as many.
        package let unitsNeeded: Int?

        package var difference: Double { second - first }
    }

    package let grouping: Grouping
    /// The largest first; of more than ``mostGroups`` those.
    package let groups: [Group]
    /// How many groups there are.
    package let count: Int
    /// Examples that have no value of an attribute.
    package let ungrouped: Int

    /// More groups say nothing to anyone, and would be corrected away.
    package static let mostGroups = 40
    /// Enough to tell a p of 0.05 from one of 0.06 or so.
    private static let replicates = 2_000

    /// Compares each group; nil where no example is in one.
    ///
    /// - Parameters:
    ///   - db: The database.
    ///   - task: Whose first metric is compared.
    ///   - grouping: The attributes.
    ///   - significance: The p at which a difference counts as shown.
    ///   - seed: Of the random numbers.
    /// - Throws: ``MetricError`` for tallies or options that this program does not know.
    package init?(
        _ db: Database,
        _ task: TaskComparison,
        by grouping: Grouping,
        significance: Double,
        seed: Int
    ) throws {
        guard let found = task.metrics.first else { return nil }
        let metric = try AnyMetric(found.metric)
        let pairs = try Store.pairs(
            db,
            found.pair,
            groupedBy: grouping.attributes,
            clusterBy: found.tests.clusters == nil ? nil : task.clusterBy
        )
        let members = Dictionary(grouping: pairs) { $0.group ?? "" }
        guard !members.isEmpty else { return nil }
        let sizes = members.mapValues { $0.reduce(0) { $0 + $1.count } }
        let largest = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(Self.mostGroups)
        let isTarget =
            try grouping.attributes == ["label"]
            && !Store.hasAttribute(db, "label", datasetID: task.first.datasetID)
        let ofTargets = isTarget ? try Self.ofTargets(metric, pairs, sizes: sizes) : nil
        var groups = try largest.map { name, examples in
            if let ofTargets {
                return Group(name: name, examples: examples, values: ofTargets[name])
            }
            let tests = try metric.pairedTests(
                stored: members[name] ?? [],
                seed: seed,
                replicates: Self.replicates
            )
            let values = tests.map { Values($0, significance: significance) }
            return Group(name: name, examples: examples, values: values)
        }
        Self.correct(&groups)
        self.grouping = grouping
        self.groups = groups
        count = members.count
        ungrouped = max(0, found.tests.examples - sizes.values.reduce(0, +))
    }

    /// Holm's correction over the groups that have a p.
    private static func correct(_ groups: inout [Group]) {
        let places = groups.indices.filter { groups[$0].values?.p != nil }
        let corrected = holmAdjusted(places.compactMap { groups[$0].values?.p })
        for (place, p) in zip(places, corrected) {
            guard var values = groups[place].values else { continue }
            values.p = p
            groups[place] = Group(
                name: groups[place].name,
                examples: groups[place].examples,
                values: values
            )
        }
    }

    /// The values of the groups by the target's label, for metrics that read them from all examples; nil
    /// for the others, whose groups are like any others.
    private static func ofTargets(
        _ metric: AnyMetric,
        _ pairs: [StoredPair],
        sizes: [String: Int]
    ) throws -> [String: Values]? {
        func figures(_ tally: (StoredPair) -> String) throws -> [String: Figure]? {
            var tallies: [String: Int] = [:]
            for pair in pairs { tallies[tally(pair), default: 0] += pair.count }
            return try metric.figures(
                targets: sizes.mapValues { ($0, 0) },
                tallies: tallies,
                seed: 0,
                replicates: 1
            )
        }
        guard let first = try figures(\.first), let second = try figures(\.second) else {
            return nil
        }
        var values: [String: Values] = [:]
        for (name, figure) in first {
            guard let a = figure.value, let b = second[name]?.value else { continue }
            values[name] = Values(first: a, second: b, interval: nil, p: nil, unitsNeeded: nil)
        }
        return values
    }
}

extension ComparedGroups.Values {
    /// What is to be said of a group, its p not corrected yet.
    fileprivate init(_ tests: PairedTests, significance: Double) {
        first = tests.first
        second = tests.second
        interval = tests.bootstrap?.interval
        let (test, p) = tests.decisive()
        unitsNeeded = test == .randomization ? tests.unitsToSwap(at: significance) : nil
        self.p = interval == nil || unitsNeeded != nil ? nil : p
    }
}
