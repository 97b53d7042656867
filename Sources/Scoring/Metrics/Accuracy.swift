package import Domain

/// The share of examples whose best label is the target.
///
/// 0...1, higher is better, undefined without examples. Labels are compared letter by letter. Of
/// labels with equal scores the one that the model named first is its answer.
package struct Accuracy: Metric {
    package static let name = "accuracy"
    package static let summary = "Share of examples whose best label is the target."
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
        return Proportion(hit: labels.first?.label == target)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
