/// How far groups are apart in a figure, as fairlearn 0.15 aggregates it.
package struct GroupComparison: Sendable, Equatable {
    /// Each group's value.
    package let groups: [String: Double]
    /// The value over all examples.
    package let overall: Double

    package init(groups: [String: Double], overall: Double) {
        self.groups = groups
        self.overall = overall
    }

    /// What groups are held against.
    package enum Method: String, Sendable, CaseIterable {
        case betweenGroups = "between_groups"
        case toOverall = "to_overall"
    }

    package var minimum: Double? { groups.values.min() }
    package var maximum: Double? { groups.values.max() }

    /// The largest less the smallest value, or the largest distance from the overall value; nil without
    /// groups.
    package func difference(_ method: Method = .betweenGroups) -> Double? {
        guard let minimum, let maximum else { return nil }
        switch method {
        case .betweenGroups: return maximum - minimum
        case .toOverall: return groups.values.map { abs($0 - overall) }.max()
        }
    }

    /// The smallest by the largest value, or the smallest ratio of a group's and the overall value, the
    /// smaller above; nil where it is 0 by 0, and without groups.
    package func ratio(_ method: Method = .betweenGroups) -> Double? {
        guard let minimum, let maximum else { return nil }
        switch method {
        case .betweenGroups: return maximum == 0 ? nil : minimum / maximum
        case .toOverall:
            let ratios = groups.values.map { value -> Double? in
                let (low, high) = (min(value, overall), max(value, overall))
                return high == 0 ? nil : low / high
            }
            return ratios.contains(nil) ? nil : ratios.compactMap { $0 }.min()
        }
    }
}

/// Decisions of yes and no by group, and how evenly they fall (fairlearn 0.15's definitions).
package struct DecisionFairness: Sendable, Equatable {
    /// How often each combination of target and decision occurs in a group.
    package struct Counts: Sendable, Hashable {
        package var truePositives = 0
        package var falsePositives = 0
        package var trueNegatives = 0
        package var falseNegatives = 0

        package init(
            truePositives: Int = 0,
            falsePositives: Int = 0,
            trueNegatives: Int = 0,
            falseNegatives: Int = 0
        ) {
            self.truePositives = truePositives
            self.falsePositives = falsePositives
            self.trueNegatives = trueNegatives
            self.falseNegatives = falseNegatives
        }

        package var count: Int { positives + negatives }
        package var positives: Int { truePositives + falseNegatives }
        package var negatives: Int { falsePositives + trueNegatives }

        /// The share that is decided yes; nil without examples.
        package var selectionRate: Double? { Self.share(truePositives + falsePositives, count) }
        /// Of those that should be yes; nil without any (where fairlearn writes 0).
        package var truePositiveRate: Double? { Self.share(truePositives, positives) }
        /// Of those that should be no; nil without any (where fairlearn writes 0).
        package var falsePositiveRate: Double? { Self.share(falsePositives, negatives) }

        private static func share(_ part: Int, _ whole: Int) -> Double? {
            whole == 0 ? nil : Double(part) / Double(whole)
        }

        mutating func add(_ other: Counts) {
            truePositives += other.truePositives
            falsePositives += other.falsePositives
            trueNegatives += other.trueNegatives
            falseNegatives += other.falseNegatives
        }

        mutating func add(target: Bool, decision: Bool) {
            switch (target, decision) {
            case (true, true): truePositives += 1
            case (true, false): falseNegatives += 1
            case (false, true): falsePositives += 1
            case (false, false): trueNegatives += 1
            }
        }
    }

    /// How the two rates of equalised odds are joined.
    package enum Aggregate: String, Sendable, CaseIterable {
        case worstCase = "worst_case"
        case mean
    }

    package private(set) var groups: [String: Counts] = [:]
    package private(set) var overall = Counts()

    package init() {}

    /// Adds an example; a group of two attributes is one of each pair of their values.
    package mutating func add(target: Bool, decision: Bool, group: String) {
        groups[group, default: Counts()].add(target: target, decision: decision)
        overall.add(target: target, decision: decision)
    }

    /// Adds the examples of a group.
    package mutating func add(_ counts: Counts, group: String) {
        groups[group, default: Counts()].add(counts)
        overall.add(counts)
    }

    /// A rate by group; nil where it is undefined for any group.
    package func comparison(_ rate: (Counts) -> Double?) -> GroupComparison? {
        let values = groups.compactMapValues(rate)
        guard values.count == groups.count, let overall = rate(overall) else { return nil }
        return GroupComparison(groups: values, overall: overall)
    }

    /// Of the true positive rate alone.
    package func equalOpportunityDifference(
        _ method: GroupComparison.Method = .betweenGroups
    ) -> Double? { comparison { $0.truePositiveRate }?.difference(method) }

    /// Of the true positive rate alone.
    package func equalOpportunityRatio(
        _ method: GroupComparison.Method = .betweenGroups
    ) -> Double? { comparison { $0.truePositiveRate }?.ratio(method) }

    /// Of the true and the false positive rate, the larger one or their mean.
    package func equalizedOddsDifference(
        _ method: GroupComparison.Method = .betweenGroups,
        _ aggregate: Aggregate = .worstCase
    ) -> Double? {
        join(aggregate, max) { $0.difference(method) }
    }

    /// Of the true and the false positive rate, the smaller one or their mean.
    package func equalizedOddsRatio(
        _ method: GroupComparison.Method = .betweenGroups,
        _ aggregate: Aggregate = .worstCase
    ) -> Double? {
        join(aggregate, min) { $0.ratio(method) }
    }

    private func join(
        _ aggregate: Aggregate,
        _ worst: (Double, Double) -> Double,
        _ figure: (GroupComparison) -> Double?
    ) -> Double? {
        guard let a = comparison({ $0.truePositiveRate }).flatMap(figure),
            let b = comparison({ $0.falsePositiveRate }).flatMap(figure)
        else { return nil }
        return aggregate == .mean ? (a + b) / 2 : worst(a, b)
    }
}
