import Domain

/// How a figure of each label becomes one figure, as scikit-learn averages.
enum LabelAverage: String, CaseIterable, Sendable {
    /// The plain mean over the labels of targets and predictions.
    case macro
    /// Of the counts of all labels together.
    case micro
    /// The mean, weighted by how often a label is the target.
    case weighted

    static let option = MetricOption(
        "average",
        "How labels are averaged: macro, micro or weighted.",
        default: .string(LabelAverage.macro.rawValue)
    )

    /// The average over labels of a figure, 0 where it is undefined; nil without examples.
    func value(
        of scores: [LabelScore],
        _ figure: (LabelScore) -> Double,
        pooled: (_ hits: Int, _ count: Int) -> Double
    ) -> Double? {
        let count = scores.reduce(0) { $0 + $1.support }
        guard count > 0 else { return nil }
        switch self {
        case .macro: return scores.reduce(0) { $0 + figure($1) } / Double(scores.count)
        case .micro: return pooled(scores.reduce(0) { $0 + $1.truePositives }, count)
        case .weighted:
            return scores.reduce(0) { $0 + figure($1) * Double($1.support) } / Double(count)
        }
    }
}

extension LabelAverage {
    /// For metrics that rank examples, where counts cannot be pooled.
    static let rankingOption = MetricOption(
        "average",
        "How classes are averaged: macro or weighted.",
        default: .string(LabelAverage.macro.rawValue)
    )

    /// The average of a figure over classes; nil where it is undefined for any of them.
    func value(of columns: ClassColumns, _ figure: (Int) -> Double?) -> Double? {
        var sum = 0.0
        var weights = 0.0
        for label in columns.classes {
            guard let value = figure(label) else { return nil }
            let weight = self == .weighted ? Double(columns.support[label]) : 1
            sum += value * weight
            weights += weight
        }
        return weights == 0 ? nil : sum / weights
    }
}

extension MetricOptions {
    /// ``LabelAverage/rankingOption``.
    func rankingAverage() throws -> LabelAverage {
        let name = try string("average")
        let known: [LabelAverage] = [.macro, .weighted]
        guard let average = known.first(where: { $0.rawValue == name }) else {
            throw UnknownNameError(
                kind: "value of option 'average'",
                name: name,
                known: known.map(\.rawValue)
            )
        }
        return average
    }
}
