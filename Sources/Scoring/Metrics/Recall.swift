package import Domain

/// Right predictions of a label by the examples whose target it is, averaged.
///
/// 0...1, higher is better, undefined without examples. A label that is never the target has 0, as with
/// scikit-learn's `zero_division=0`. Averages are those of ``F1``; `micro` equals accuracy.
package struct Recall: LabelScoreMetric {
    package static let name = "recall"
    package static let summary =
        "Right predictions of a label by the examples whose target it is, averaged over labels."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [LabelAverage.option]

    private let average: LabelAverage

    package init(options: [String: JSONValue]) throws {
        average = try MetricOptions(options, of: Self.self).choice("average")
    }

    package var parameters: [String: JSONValue] { ["average": .string(average.rawValue)] }

    func value(of scores: [LabelScore]) -> Double? {
        average.value(of: scores, { $0.recall ?? 0 }) { Double($0) / Double($1) }
    }
}
