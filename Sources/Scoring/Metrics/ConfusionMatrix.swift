package import Domain

/// How often each label was predicted for each target.
///
/// Its worth is the tally, from which reports draw the matrix; the number that goes with it is the
/// share on the diagonal, which is the accuracy. 0...1, higher is better, undefined without examples.
package struct ConfusionMatrix: Metric {
    package static let name = "confusion_matrix"
    package static let summary =
        "How often each label was predicted for each target; its number is the diagonal's share."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    package init(options: [String: JSONValue]) {}

    package func tally(
        _ outcome: Outcome,
        target: Target?
    ) throws(MetricError) -> ConfusionTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        return ConfusionTally(target: target, predicted: labels.first?.label ?? "")
    }

    package func value(_ total: ConfusionTally) -> Double? {
        proportion(of: total)?.share
    }

    package func proportion(of total: ConfusionTally) -> Proportion? {
        Proportion(hits: total.correct, trials: total.total)
    }
}
