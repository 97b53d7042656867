package import Domain

/// The correlation of targets and predictions as indicators of their labels.
///
/// -1...1, higher is better, 0 at chance and where all targets or all predictions are the same label,
/// undefined without examples. For two labels Matthews 1975, for more Gorodkin 2004; scikit-learn's
/// `matthews_corrcoef`.
package struct MatthewsCorrelation: ConfusionMetric {
    package static let name = "matthews_correlation"
    package static let summary =
        "Correlation of targets and predictions (Matthews 1975, Gorodkin 2004)."
    package static let higherIsBetter = true
    package static let isShare = false
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
        let count = Double(scores.reduce(0) { $0 + $1.support })
        guard count > 0 else { return nil }
        let correct = Double(scores.reduce(0) { $0 + $1.truePositives })
        func sum(_ term: (LabelScore) -> Double) -> Double { scores.reduce(0) { $0 + term($1) } }
        let both = sum { Double($0.support) * Double($0.predicted) }
        let predicted = count * count - sum { Double($0.predicted) * Double($0.predicted) }
        let targets = count * count - sum { Double($0.support) * Double($0.support) }
        guard predicted > 0, targets > 0 else { return 0 }
        return (correct * count - both) / (predicted * targets).squareRoot()
    }
}
