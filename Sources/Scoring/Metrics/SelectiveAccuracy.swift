package import Domain

/// The accuracy on the examples that a model is surest of.
///
/// 0...1, higher is better, undefined without examples. Of n examples the ⌈coverage · n⌉ with the highest
/// score of their best label are taken; where some of equal score are taken and some not, all of them
/// count in part. El-Yaniv and Wiener 2010.
package struct SelectiveAccuracy: Metric {
    package static let name = "selective_accuracy"
    package static let summary =
        "Accuracy on the share of examples that the model is surest of (El-Yaniv and Wiener 2010)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "coverage",
            "The share of examples that are answered, above 0, at most 1.",
            default: .number(0.8)
        )
    ]

    private let coverage: Double

    package init(options: [String: JSONValue]) throws {
        coverage = try MetricOptions(options, of: Self.self).number("coverage", in: 1e-9...1)
    }

    package var parameters: [String: JSONValue] { ["coverage": .number(coverage)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> ScoredTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target,
            let best = labels.first
        else { throw Self.mismatch(outcome, target) }
        if best.score.isNaN { throw .score(metric: Self.name, found: best.score) }
        return ScoredTally(score: best.score, isHit: best.label == target)
    }

    package func value(_ total: ScoredTally) -> Double? { value(of: total.column) }

    package func reader(of tallies: [ScoredTally]) -> ([Int]) -> Double? {
        ScoredTally.reader(of: tallies) { value(of: $0) }
    }

    private func value(of column: ScoredColumn) -> Double? {
        // Without the rounding error that 0.07 · 100 brings.
        let wanted = (coverage * Double(column.count) - 1e-9).rounded(.up)
        guard column.count > 0 else { return nil }
        var left = max(wanted, 1)
        let taken = left
        var hits = 0.0
        for step in column.steps {
            let part = min(left, Double(step.count))
            hits += Double(step.hits) * part / Double(step.count)
            left -= part
            if left <= 0 { break }
        }
        return hits / taken
    }
}
