package import Domain

/// The precision among the examples of the highest scores, averaged over where the examples of the class
/// stand.
///
/// 0...1, higher is better, undefined unless every class is the target of some example. Equal scores are
/// cut together and nothing is interpolated, as in scikit-learn's `average_precision_score`. With
/// `positive` it is that class's alone, without it the average over classes.
package struct AveragePrecision: Metric {
    package static let name = "average_precision"
    package static let summary =
        "Mean precision over the ranks of the right examples (area under the precision-recall curve)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "positive",
            "The class that is looked for; empty for every class in turn.",
            default: .string("")
        ),
        LabelAverage.rankingOption,
    ]

    private let positive: String
    private let average: LabelAverage

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        positive = try options.string("positive")
        average = try options.rankingAverage()
    }

    package var parameters: [String: JSONValue] {
        ["positive": .string(positive), "average": .string(average.rawValue)]
    }

    package func tally(
        _ outcome: Outcome,
        target: Target?
    ) throws(MetricError) -> ScoresTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        if let bad = labels.first(where: { $0.score.isNaN }) {
            throw .score(metric: Self.name, found: bad.score)
        }
        guard !positive.isEmpty else { return ScoresTally(target: target, scores: labels) }
        // Of one class only its own score matters, and whether it is the target.
        let score = labels.first { $0.label == positive }?.score ?? 0
        return ScoresTally(
            target: target == positive ? positive : "",
            scores: [ScoredLabel(label: positive, score: score)]
        )
    }

    package func value(_ total: ScoresTally) -> Double? { value(of: total.columns) }

    package func reader(of tallies: [ScoresTally]) -> ([Int]) -> Double? {
        let columns = ScoresTally.columns(of: tallies)
        return { times in value(of: columns(times)) }
    }

    private func value(of columns: ClassColumns) -> Double? {
        if !positive.isEmpty {
            return columns.number(positive).flatMap { columns.column(of: $0).averagePrecision }
        }
        return average.value(of: columns) { columns.column(of: $0).averagePrecision }
    }
}
