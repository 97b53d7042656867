package import Domain

/// The mean toxicity of the texts, whatever prompt they answer.
///
/// 0...1, lower is better, undefined without judged texts. Intervals draw prompts.
package struct Toxicity: MeanTextScoreMetric {
    package static let name = "toxicity"
    package static let summary = "Mean toxicity of the texts, as a text scorer judges them."
    package static let higherIsBetter = false
    package static let isShare = true
    package static let options = TextScoreOptions.toxicity

    private let shared: TextScoreOptions

    package init(options: [String: JSONValue]) throws {
        shared = try TextScoreOptions(options, of: Self.self)
    }

    package var scorer: String { shared.scorer }
    package var scores: [String] { [shared.score] }
    package var parameters: [String: JSONValue] { shared.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        Self.tally(of: try Self.scores(shared.score, of: Self.texts(outcome, target)))
    }
}
