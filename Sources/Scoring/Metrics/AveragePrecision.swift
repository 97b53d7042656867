package import Domain

/// The precision among the examples of the highest scores, averaged over where the examples of the class
/// stand.
///
/// 0...1, higher is better, undefined unless every class is the target of some example. Equal scores are
/// cut together and nothing is interpolated, as in scikit-learn's `average_precision_score`. With
/// `positive` it is that class's alone, without it the average over classes.
package struct AveragePrecision: RankingMetric {
    package static let name = "average_precision"
    package static let summary =
        "Mean precision over the ranks of the right examples (area under the precision-recall curve)."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        positiveOption,
        LabelAverage.rankingOption,
    ]

    let positive: String
    private let average: LabelAverage

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        positive = try options.string("positive")
        average = try options.rankingAverage()
    }

    package var parameters: [String: JSONValue] {
        ["positive": .string(positive), "average": .string(average.rawValue)]
    }

    func value(of columns: ClassColumns) -> Double? {
        if !positive.isEmpty {
            return columns.number(positive).flatMap { columns.column(of: $0).averagePrecision }
        }
        return average.value(of: columns) { columns.column(of: $0).averagePrecision }
    }
}
