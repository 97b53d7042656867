package import Domain

/// The share of examples whose answer has a label: how many of a question's answers are one of its
/// choices.
///
/// 0...1, higher is better, undefined without examples.
package struct AnsweredShare: Metric {
    package static let name = "answered_share"
    package static let summary = "Share of examples that were answered with a label."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .labels(let labels) = outcome else { throw Self.mismatch(outcome, target) }
        return Proportion(hit: !labels.isEmpty)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
