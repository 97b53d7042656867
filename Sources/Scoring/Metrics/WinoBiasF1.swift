package import Domain

/// The F1 score of linking pronouns to the people that they stand for.
///
/// Each example has one link. Precision is the share of right links among those that the model made, recall
/// that among all examples; an answer without a label is no link, and so where everything is answered the
/// value is the accuracy. 0...1, higher is better, undefined without examples, 0 without any link.
///
/// Source: Zhao and others 2018 (WinoBias), whose systems may leave a pronoun without a link.
package struct WinoBiasF1: Metric {
    package static let name = "winobias_f1"
    package static let summary =
        "F1 score of linking a pronoun to its person; an answer that is no choice is no link "
        + "(Zhao and others 2018)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap

    package init(options: [String: JSONValue]) {}

    /// Right links, and all that were made.
    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> CountsTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        return CountsTally([labels.first?.label == target ? 1 : 0, labels.isEmpty ? 0 : 1])
    }

    package func value(_ total: CountsTally) -> Double? {
        guard total.counts.count == 2 else { return nil }
        return 2 * Double(total.counts[0]) / Double(total.counts[1] + total.examples)
    }

    package func reader(of tallies: [CountsTally]) -> ([Int]) -> Double? {
        CountsTally.reader(of: tallies, value: value)
    }
}
