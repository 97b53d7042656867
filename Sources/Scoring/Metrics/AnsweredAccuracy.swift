package import Domain

/// The share of examples whose best label is the target, among those that were answered at all.
///
/// 0...1, higher is better, undefined where nothing was answered. An answer without a label takes no
/// part: words that are none of a question's choices, which ``Accuracy`` calls wrong. BBQ's accuracy is
/// this one (Parrish and others 2022). What it leaves out is the rest of ``AnsweredShare``.
package struct AnsweredAccuracy: Metric {
    package static let name = "answered_accuracy"
    package static let summary =
        "Share of examples whose best label is the target, among those that were answered with a label."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        return labels.first.map { Proportion(hit: $0.label == target) }
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
