package import Domain

/// The share of table questions whose answer denotes what the target does.
///
/// 0...1, higher is better, undefined without examples. An answer is right if it has as many
/// different values as the target and every value of the target matches one of it: the same
/// normalised text, numbers within 10⁻⁶, or the same date (``TableValue``). These are the rules of
/// WikiTableQuestions' official evaluator, version 1.0.2 (Pasupat and Liang 2015).
package struct DenotationAccuracy: Metric {
    package static let name = "denotation_accuracy"
    package static let summary =
        "Share of table questions answered with the target's values (WikiTableQuestions' rules)."
    package static let takes = Outcome.Kind.answers
    package static let targets: Set<Target.Kind> = [.answers]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .answers(let predicted) = outcome, case .answers(let expected) = target else {
            throw Self.mismatch(outcome, target)
        }
        let predictions = Set(predicted.map { TableValue($0) })
        let targets = Set(expected.map { TableValue($0.text, canonical: $0.canonical) })
        let isRight =
            targets.count == predictions.count
            && targets.allSatisfy { target in predictions.contains { target.matches($0) } }
        return Proportion(hit: isRight)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
