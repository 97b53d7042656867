package import Domain
import Inference
import Storage

/// How likely a model finds texts of any length, which are scored in windows.
package struct NativePerplexity: NativePipeline {
    package static let task = Perplexity.name
    package static let summary = Perplexity.summary
    package static let inputs = "texts"
    package static let options = Perplexity.options

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try Perplexity(options: options).decoding
    }

    /// A text in windows.
    private struct Asked: Sendable {
        let text: String
        let windows: [ScoredTokens]
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let model = context.role as? any CausalLanguageModel else { return nil }
        let encoding = LikelihoodEncoding(
            try model.requireVocabulary(),
            contextLength: model.contextLength
        )
        let windows: @Sendable (String) throws -> [ScoredTokens] = { text in
            guard let stride = context.decoding["stride"]?.integer else {
                return try encoding.windows(of: text)
            }
            let length = context.decoding["window"]?.integer
            return try encoding.windows(of: text, length: length, stride: stride)
        }
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let text = try question.request.requireText()
                return Asked(text: text, windows: try windows(text))
            },
            answer: { (asked: [Asked]) in
                var found = try LikelihoodScorer(model).likelihoods(asked.flatMap(\.windows))[...]
                return try asked.map { asked in
                    let own = found.prefix(asked.windows.count)
                    found = found.dropFirst(own.count)
                    return .likelihoods([try TextLikelihood(asked.text, Array(own))])
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { ModelRequest(task: task, text: $0) }
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .likelihoods(let texts) = output else { return [] }
        return texts.map { [JSONValue.number($0.logLikelihood).text, String($0.tokens)] }
    }
}
