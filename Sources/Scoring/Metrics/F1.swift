package import Domain

/// The F1 score of single-label classification: 2TP / (2TP + FP + FN) for each label, averaged.
///
/// 0...1, higher is better, undefined without examples. Labels are those of the targets and of the
/// predictions together; a label's F1 is 0 where its denominator is 0, which only happens to labels
/// that occur in neither. `macro` is the plain mean over labels, `weighted` the mean weighted by how
/// often a label is the target, `micro` pools the counts (and so equals accuracy). The definitions
/// are scikit-learn's `f1_score`. In the group of a target label it is the F1 of that label over all
/// examples, whatever the average, as in scikit-learn's `classification_report`: the examples of the
/// group alone hold no false positive of it.
package struct F1: Metric {
    /// How labels are averaged.
    enum Average: String, CaseIterable {
        case macro, micro, weighted
    }

    package static let name = "f1"
    package static let summary =
        "Harmonic mean of precision and recall, averaged over the labels; in the group of a target "
        + "label, that label's own over all examples."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "average",
            "How labels are averaged: macro, micro or weighted.",
            default: .string(Average.macro.rawValue)
        )
    ]

    private let average: Average
    /// The one label whose F1 is the value; nil for the average.
    private var label: String?

    package init(options: [String: JSONValue]) throws {
        average = try MetricOptions(options, of: Self.self).choice("average")
    }

    package var parameters: [String: JSONValue] { ["average": .string(average.rawValue)] }

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
        mean(of: LabelScore.all(in: total))
    }

    package func reader(of tallies: [ConfusionTally]) -> ([Int]) -> Double? {
        let scorer = LabelScorer(tallies)
        return { times in mean(of: scorer.scores(times)) }
    }

    package func figure(
        ofTarget label: String,
        tallies: [(tally: ConfusionTally, count: Int)],
        seed: UInt64,
        replicates: Int
    ) -> Figure? {
        var metric = self
        metric.label = label
        return Scoring.figure(
            metric,
            tallies: tallies.map { ($0.tally.reduced(to: label), $0.count) },
            failures: 0,
            seed: seed,
            replicates: replicates
        )
    }

    /// The mean over the scores of every label that is a target or was predicted.
    private func mean(of scores: [LabelScore]) -> Double? {
        let count = Double(scores.reduce(0) { $0 + $1.support })
        guard count > 0 else { return nil }
        if let label { return scores.first { $0.label == label }?.f1 }
        switch average {
        case .macro:
            return scores.reduce(0) { $0 + $1.f1 } / Double(scores.count)
        case .micro:
            return Double(scores.reduce(0) { $0 + $1.truePositives }) / count
        case .weighted:
            return scores.reduce(0) { $0 + $1.f1 * Double($1.support) } / count
        }
    }
}
