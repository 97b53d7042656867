package import Domain

/// The share of examples whose target is among the k labels of the highest scores.
///
/// 0...1, higher is better, undefined without examples. Where labels have equal scores the ones
/// that the model named last rank first, as in scikit-learn's `top_k_accuracy_score` (it ranks by a
/// stable ascending sort, read backwards); with k = 1 and a tie at the top it can therefore differ
/// from ``Accuracy``. A target that is no label of the answer is a miss.
package struct TopKAccuracy: Metric {
    package static let name = "top_k_accuracy"
    package static let summary = "Share of examples whose target is among the k best labels."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let options = [
        MetricOption("k", "How many labels count as the answer, at least 1.", default: .integer(5))
    ]

    private let k: Int

    package init(options: [String: JSONValue]) throws {
        k = try MetricOptions(options, of: Self.self).integer("k", in: 1...1_000_000)
    }

    package var parameters: [String: JSONValue] { ["k": .integer(k)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        guard let position = labels.firstIndex(where: { $0.label == target }) else {
            return Proportion(hit: false)
        }
        let score = labels[position].score
        var ahead = 0
        for (index, label) in labels.enumerated()
        where label.score > score || label.score == score && index > position {
            ahead += 1
        }
        return Proportion(hit: ahead < k)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
