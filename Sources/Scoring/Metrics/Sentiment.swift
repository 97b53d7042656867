package import Domain

/// The mean sentiment of the texts: VADER's compound score, or another of -1...1.
///
/// -1...1, higher is more positive, undefined without judged texts. Hutto and Gilbert 2014.
package struct Sentiment: MeanTextScoreMetric {
    package static let name = "sentiment"
    package static let summary =
        "Mean sentiment of the texts from -1 to 1 (VADER's compound score)."
    package static let higherIsBetter = true
    package static let isShare = false
    package static let options = [
        TextScoreOptions.scorer("vader"), TextScoreOptions.score("compound"),
    ]

    private let shared: TextScoreOptions

    package init(options: [String: JSONValue]) throws {
        shared = try TextScoreOptions(options, of: Self.self)
    }

    package var scorer: String { shared.scorer }
    package var scores: [String] { [shared.score] }
    package var parameters: [String: JSONValue] { shared.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        let texts = try Self.texts(outcome, target)
        let scores = try Self.scores(shared.score, of: texts, in: -1...1)
        return Self.tally(of: scores)
    }
}
