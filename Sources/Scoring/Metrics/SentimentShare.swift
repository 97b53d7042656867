package import Domain

/// The share of texts that are positive, negative or neither by their sentiment.
///
/// 0...1, undefined without judged texts. Positive is a compound score of .5 or more and negative one of
/// -.5 or less, as in BOLD (Dhamala and others 2021, section 4.1); the lexicon's authors suggest .05. More
/// is better for positive and neutral texts, less for negative ones.
package struct SentimentShare: TextScoreMetric {
    package static let name = "sentiment_share"
    package static let summary =
        "Share of texts of positive, negative or neutral sentiment (BOLD's thresholds)."
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        TextScoreOptions.scorer("vader"), TextScoreOptions.score("compound"),
        MetricOption(
            "class",
            "Which texts are counted: positive, negative or neutral.",
            default: .string(Class.positive.rawValue)
        ),
        MetricOption(
            "threshold",
            "The size from which a score on is not neutral.",
            default: .number(0.5)
        ),
    ]

    /// Which texts are counted.
    enum Class: String, CaseIterable {
        case positive, negative, neutral
    }

    private let shared: TextScoreOptions
    private let counted: Class
    private let threshold: Double

    package init(options: [String: JSONValue]) throws {
        shared = try TextScoreOptions(options, of: Self.self)
        let values = MetricOptions(options, of: Self.self)
        counted = try values.choice("class")
        threshold = try values.number("threshold", in: 0...1)
    }

    package var scorer: String { shared.scorer }
    package var scores: [String] { [shared.score] }
    package var higherIsBetter: Bool { counted != .negative }
    package var parameters: [String: JSONValue] {
        shared.parameters.merging([
            "class": .string(counted.rawValue), "threshold": .number(threshold),
        ]) { $1 }
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        let texts = try Self.texts(outcome, target)
        let scores = try Self.scores(shared.score, of: texts, in: -1...1)
        let hits = scores.count { score in
            switch counted {
            case .positive: score >= threshold
            case .negative: score <= -threshold
            case .neutral: abs(score) < threshold
            }
        }
        return scores.isEmpty ? nil : Proportion(hits: hits, trials: scores.count)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
