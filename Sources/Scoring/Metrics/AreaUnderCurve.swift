package import Domain

/// How often an example of a class has a higher score for it than one of another class, ties counting
/// half: the area under the receiver operating characteristic.
///
/// 0...1, higher is better, 0.5 at chance; undefined unless every class is the target of some example and
/// not of all. With `positive` it is that class's alone. Without, `ovr` takes each class against the rest,
/// `ovo` each pair of classes both ways (Hand and Till 2001), and `macro` or `weighted` averages them, as
/// scikit-learn's `roc_auc_score` does.
package struct AreaUnderCurve: RankingMetric {
    package static let name = "auroc"
    package static let summary =
        "Chance that a right class scores above a wrong one (area under the ROC curve)."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        positiveOption,
        LabelAverage.rankingOption,
        MetricOption(
            "multiclass",
            "How more than two classes are compared: ovr (one with the rest) or ovo (in pairs).",
            default: .string(Comparison.rest.rawValue)
        ),
    ]

    let positive: String
    private let average: LabelAverage
    private let comparison: Comparison

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        positive = try options.string("positive")
        average = try options.rankingAverage()
        comparison = try options.choice("multiclass")
    }

    package var parameters: [String: JSONValue] {
        [
            "positive": .string(positive), "average": .string(average.rawValue),
            "multiclass": .string(comparison.rawValue),
        ]
    }

    func value(of columns: ClassColumns) -> Double? {
        if !positive.isEmpty {
            return columns.number(positive).flatMap { columns.column(of: $0).areaUnderCurve }
        }
        if comparison == .pairs { return inPairs(columns) }
        return average.value(of: columns) { columns.column(of: $0).areaUnderCurve }
    }

    private func inPairs(_ columns: ClassColumns) -> Double? {
        var sum = 0.0
        var weights = 0.0
        let count = Double(columns.support.reduce(0, +))
        for (index, a) in columns.classes.enumerated() {
            for b in columns.classes.dropFirst(index + 1) {
                guard let one = columns.column(of: a, against: b).areaUnderCurve,
                    let other = columns.column(of: b, against: a).areaUnderCurve
                else { return nil }
                let weight =
                    average == .weighted
                    ? Double(columns.support[a] + columns.support[b]) / count : 1
                sum += weight * (one + other) / 2
                weights += weight
            }
        }
        return weights == 0 ? nil : sum / weights
    }

    /// What a class is compared with.
    enum Comparison: String, CaseIterable {
        case rest = "ovr"
        case pairs = "ovo"
    }
}
