package import Domain

/// The mean of the recalls of the labels that are targets.
///
/// 0...1, higher is better, undefined without examples; scikit-learn's `balanced_accuracy_score`, not
/// adjusted for chance.
package struct BalancedAccuracy: ConfusionMetric {
    package static let name = "balanced_accuracy"
    package static let summary =
        "Mean over the targets' labels of the share of their examples that is right."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap

    package init(options: [String: JSONValue]) {}

    package func value(_ total: ConfusionTally) -> Double? {
        value(of: LabelScore.all(in: total))
    }

    package func reader(of tallies: [ConfusionTally]) -> ([Int]) -> Double? {
        let scorer = LabelScorer(tallies)
        return { times in value(of: scorer.scores(times)) }
    }

    private func value(of scores: [LabelScore]) -> Double? {
        let recalls = scores.compactMap(\.recall)
        return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
    }
}
