package import Domain

/// The share of examples for which a class is predicted, whatever is right.
///
/// 0...1, undefined without examples. How far groups lie apart in it (`difference_between_groups` and the
/// like) is demographic parity; as the targets are counted too, those of equal opportunity (true positive rates) and equalised
/// odds (true and false positive rates, the worse one or their mean) come with it. A rate that is
/// undefined for a group, which has no example of the class or none of the others, leaves those
/// undefined. fairlearn 0.15, `fairlearn.metrics`.
package struct SelectionRate: Metric {
    package static let name = "selection_rate"
    package static let summary =
        "Share of examples for which a class is predicted; by group, demographic parity and equalised "
        + "odds (as in fairlearn 0.15)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let hasGroupStatistics = true
    package static let options = [
        MetricOption("positive", "The class that is decided for.", default: .string("1"))
    ]

    private let positive: String

    package init(options: [String: JSONValue]) throws {
        positive = try MetricOptions(options, of: Self.self).string("positive")
    }

    package var parameters: [String: JSONValue] { ["positive": .string(positive)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> CountsTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        let (isPositive, isSelected) = (target == positive, labels.first?.label == positive)
        return CountsTally([
            isPositive && isSelected ? 1 : 0, !isPositive && isSelected ? 1 : 0,
            !isPositive && !isSelected ? 1 : 0, isPositive && !isSelected ? 1 : 0,
        ])
    }

    package func value(_ total: CountsTally) -> Double? { Self.counts(total).selectionRate }

    package func proportion(of total: CountsTally) -> Proportion? {
        let counts = Self.counts(total)
        return Proportion(hits: counts.truePositives + counts.falsePositives, trials: counts.count)
    }

    package func groupStatistics(
        _ groups: [String: CountsTally],
        overall: CountsTally
    ) -> [String: Double] {
        var fairness = DecisionFairness()
        for (name, tally) in groups { fairness.add(Self.counts(tally), group: name) }
        var result: [String: Double] = [:]
        for method in GroupComparison.Method.allCases {
            let suffix = method == .toOverall ? "_to_overall" : ""
            let values: [(String, Double?)] = [
                ("equal_opportunity_difference", fairness.equalOpportunityDifference(method)),
                ("equal_opportunity_ratio", fairness.equalOpportunityRatio(method)),
                ("equalized_odds_difference", fairness.equalizedOddsDifference(method)),
                ("equalized_odds_ratio", fairness.equalizedOddsRatio(method)),
                (
                    "mean_equalized_odds_difference",
                    fairness.equalizedOddsDifference(method, .mean)
                ), ("mean_equalized_odds_ratio", fairness.equalizedOddsRatio(method, .mean)),
            ]
            for (name, value) in values { result[name + suffix] = value }
        }
        return result
    }

    private static func counts(_ tally: CountsTally) -> DecisionFairness.Counts {
        let counts = tally.counts
        guard counts.count == 4 else { return DecisionFairness.Counts() }
        return DecisionFairness.Counts(
            truePositives: counts[0],
            falsePositives: counts[1],
            trueNegatives: counts[2],
            falseNegatives: counts[3]
        )
    }
}
