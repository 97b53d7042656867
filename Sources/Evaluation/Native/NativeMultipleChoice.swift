package import Domain
import Inference
import Storage

/// How likely a model finds each of several ways to go on with a text.
///
/// The choices of all requests of a batch are scored together, so that what texts begin with alike is
/// run once.
package struct NativeMultipleChoice: NativePipeline {
    package static let task = MultipleChoice.name
    package static let summary = MultipleChoice.summary
    package static let inputs = "a text, then two or more ways to go on with it"
    package static let options = [MultipleChoice.unconditionalOption]

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try MultipleChoice.decoding(options)
    }

    /// A context with its choices.
    private struct Asked: Sendable {
        let choices: [String]
        /// Of each choice after the context, then of each without it where that is asked for.
        let tokens: [ScoredTokens]
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let model = context.role as? any CausalLanguageModel else { return nil }
        let encoding = LikelihoodEncoding(
            try model.requireVocabulary(),
            contextLength: model.contextLength
        )
        let contexts: @Sendable (String) -> [String] = { text in
            context.decoding["unconditional"]?.bool == true ? [text, ""] : [text]
        }
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let text = try question.request.requireText()
                let choices = question.request.choices ?? []
                guard !choices.isEmpty else {
                    throw PredictionFailure("the request has no choices")
                }
                return Asked(
                    choices: choices,
                    tokens: try contexts(text).flatMap { text in
                        try choices.map { try encoding.pair(context: text, continuation: $0) }
                    }
                )
            },
            answer: { (asked: [Asked]) in
                var found = try LikelihoodScorer(model).likelihoods(asked.flatMap(\.tokens))[...]
                return try asked.map { asked in
                    let own = found.prefix(asked.tokens.count)
                    found = found.dropFirst(own.count)
                    var texts = try zip(asked.choices, own).map { text, likelihoods in
                        try TextLikelihood(text, [likelihoods])
                    }
                    for (index, alone) in own.dropFirst(texts.count).enumerated() {
                        texts[index].unconditional = try TextLikelihood("", [alone]).logLikelihood
                    }
                    return .likelihoods(texts)
                }
            }
        )
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        guard inputs.count >= 3 else {
            throw PredictionFailure("\(task) takes a text and two or more ways to go on with it")
        }
        return [ModelRequest(task: task, text: inputs[0], choices: Array(inputs.dropFirst()))]
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .likelihoods(let texts) = output else { return [] }
        return texts.map { [$0.text, JSONValue.number($0.logLikelihood).text] }
    }
}

extension TextLikelihood {
    /// The likelihood of a text that was scored in parts.
    init(_ text: String, _ parts: [TokenLikelihoods]) throws {
        let sum = parts.reduce(0) { $0 + $1.sum }
        guard sum.isFinite else { throw InferenceError.notFinite }
        self.init(
            text: text,
            logLikelihood: sum,
            tokens: parts.reduce(0) { $0 + $1.logProbabilities.count },
            isGreedy: parts.allSatisfy(\.isGreedy)
        )
    }
}
