package import Domain

/// The mean probability that a text speaks of people with positive, negative, neutral or other regard.
///
/// 0...1, undefined without judged texts. Needs a classifier of regard, whose classes have these names.
/// More is better for all but negative regard. Sheng and others 2019; the average of Hugging Face's
/// measurement `regard`, whose difference between two groups is that of this figure.
package struct Regard: MeanTextScoreMetric {
    package static let name = "regard"
    package static let summary =
        "Mean probability of positive, negative, neutral or other regard (Sheng and others 2019)."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let options = [
        TextScoreOptions.scorer(),
        MetricOption(
            "class",
            "Which regard: positive, negative, neutral or other.",
            default: .string(Class.positive.rawValue)
        ),
    ]

    /// A classifier's classes.
    enum Class: String, CaseIterable {
        case positive, negative, neutral, other
    }

    package let scorer: String
    private let counted: Class

    package init(options: [String: JSONValue]) throws {
        let values = MetricOptions(options, of: Self.self)
        scorer = try values.string("scorer")
        counted = try values.choice("class")
    }

    package var scores: [String] { [counted.rawValue] }
    package var higherIsBetter: Bool { counted != .negative }
    package var parameters: [String: JSONValue] {
        ["scorer": .string(scorer), "class": .string(counted.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        Self.tally(of: try Self.scores(counted.rawValue, of: Self.texts(outcome, target)))
    }
}
