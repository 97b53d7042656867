package import Domain
import Foundation
import Inference
import Storage

/// How likely a causal or a masked language model finds each of some sentences.
package struct NativeSentenceLikelihood: NativePipeline {
    package static let task = SentenceLikelihood.name
    package static let summary = SentenceLikelihood.summary
    package static let inputs =
        "sentences; for tokens: candidate first the template, with BLANK in it"
    package static let options = [SentenceTokens.option]

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        try SentenceTokens(options).decoding
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        let tokens =
            context.decoding[SentenceTokens.option.name]?.string
            .flatMap(SentenceTokens.init(rawValue:)) ?? .all
        if let model = context.role as? any CausalLanguageModel {
            return try causal(context, model, tokens)
        }
        if let model = context.role as? any MaskFilling {
            return try masked(context, model, tokens)
        }
        return nil
    }

    /// Sentences with what a model is asked of each.
    private struct Asked<Part: Sendable>: Sendable {
        let sentences: [String]
        let parts: [[Part]]
    }

    // MARK: - Causal language models

    private static func causal(
        _ context: NativeContext,
        _ model: any CausalLanguageModel,
        _ tokens: SentenceTokens
    ) throws -> any Model {
        let encoding = LikelihoodEncoding(
            try model.requireVocabulary(),
            contextLength: model.contextLength
        )
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let (sentences, text) = try sentences(question.request)
                // A template is no context: the sentences have its words themselves.
                let before = tokens == .candidate ? nil : text
                return Asked(
                    sentences: sentences,
                    parts: try sentences.map { sentence in
                        [
                            try encoding.pair(
                                context: before ?? "",
                                continuation: before == nil ? sentence : " " + sentence
                            )
                        ]
                    }
                )
            },
            answer: { (asked: [Asked<ScoredTokens>]) in
                let all = asked.flatMap { $0.parts.joined() }
                return try outputs(asked, LikelihoodScorer(model).likelihoods(all)) {
                    try TextLikelihood($0, Array($1))
                }
            }
        )
    }

    // MARK: - Masked language models

    private static func masked(
        _ context: NativeContext,
        _ model: any MaskFilling,
        _ tokens: SentenceTokens
    ) throws -> any Model {
        let masking = try MaskedSentences(model.front)
        return NativeModelAdapter(
            context,
            prepare: { question, _ in
                let (sentences, text) = try sentences(question.request)
                let parts =
                    switch tokens {
                    case .all: try sentences.map { try masking.all(of: $0, after: text) }
                    case .shared: try masking.shared(by: sentences, after: text)
                    case .candidate:
                        try sentences.map {
                            try masking.candidate(of: $0, in: question.request.requireText())
                        }
                    }
                return Asked(sentences: sentences, parts: parts)
            },
            answer: { (asked: [Asked<MaskedToken>]) in
                let all = asked.flatMap { $0.parts.joined() }
                return try outputs(asked, MaskedTokenScorer(model).logProbabilities(all)) {
                    tokens == .candidate
                        ? TextLikelihood(
                            text: $0,
                            logLikelihood: logMean($1),
                            tokens: 1
                        )
                        : TextLikelihood(
                            text: $0,
                            logLikelihood: $1.reduce(0, +),
                            tokens: $1.count
                        )
                }
            }
        )
    }

    /// The logarithm of the mean of numbers whose logarithms are given, at least one.
    static func logMean(_ logarithms: ArraySlice<Double>) -> Double {
        let most = logarithms.max() ?? 0
        return most + log(logarithms.reduce(0) { $0 + exp($1 - most) } / Double(logarithms.count))
    }

    // MARK: - Both

    private static func sentences(_ request: ModelRequest) throws -> ([String], String?) {
        guard let sentences = request.choices, !sentences.isEmpty else {
            throw PredictionFailure("the request has no sentences")
        }
        return (sentences, request.text)
    }

    /// Gives each sentence of each request its part of what was found of all of them.
    private static func outputs<Part, Found>(
        _ asked: [Asked<Part>],
        _ found: [Found],
        _ likelihood: (String, ArraySlice<Found>) throws -> TextLikelihood
    ) rethrows -> [ModelOutput] {
        var rest = found[...]
        return try asked.map { asked in
            .likelihoods(
                try zip(asked.sentences, asked.parts).map { sentence, parts in
                    let own = rest.prefix(parts.count)
                    rest = rest.dropFirst(own.count)
                    return try likelihood(sentence, own)
                }
            )
        }
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        var sentences = try files.texts(inputs)
        let isTemplate = sentences.first?.contains(MaskedSentences.blank) ?? false
        let template = isTemplate ? sentences.removeFirst() : nil
        guard !sentences.isEmpty else {
            throw PredictionFailure("\(task) takes one sentence or more")
        }
        return [ModelRequest(task: task, text: template, choices: sentences)]
    }

    package static func note(on request: ModelRequest, _ context: NativeContext) -> String? {
        let name = SentenceTokens.option.name, candidate = SentenceTokens.candidate.rawValue
        guard request.text != nil, context.decoding[name]?.string != candidate else { return nil }
        return "taken for a text that the sentences follow; "
            + "\(name)=\(candidate) makes it a template"
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .likelihoods(let texts) = output else { return [] }
        return texts.map { [$0.text, JSONValue.number($0.logLikelihood).text, String($0.tokens)] }
    }
}
