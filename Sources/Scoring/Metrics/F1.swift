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
package struct F1: LabelScoreMetric {
    package static let name = "f1"
    package static let summary =
        "Harmonic mean of precision and recall, averaged over the labels; in the group of a target "
        + "label, that label's own over all examples."
    package static let convention: String? =
        "Averaged over the labels that occur as a target or an answer; scikit-learn does "
        + "the same, others average over all labels of the model."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [LabelAverage.option]

    private let average: LabelAverage
    /// The one label whose F1 is the value; nil for the average.
    private var label: String?

    package init(options: [String: JSONValue]) throws {
        average = try MetricOptions(options, of: Self.self).choice("average")
    }

    package var parameters: [String: JSONValue] { ["average": .string(average.rawValue)] }

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

    func value(of scores: [LabelScore]) -> Double? {
        guard let label else {
            return average.value(of: scores, \.f1) { Double($0) / Double($1) }
        }
        return scores.contains { $0.support > 0 } ? scores.first { $0.label == label }?.f1 : nil
    }
}
