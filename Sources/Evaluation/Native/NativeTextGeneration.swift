package import Domain
import Inference
import Storage

/// The text-generation pipeline: a text and how it goes on.
///
/// As with the reference, what is added is what the text of all tokens has beyond the prompt's, both
/// cleaned up. An answer that a stop string ends is cut before it; the reference leaves it in.
///
/// Source: transformers 4.49, `pipelines/text_generation.py`.
package struct NativeTextGeneration: NativePipeline {
    package static let task = TextGeneration.name
    package static let summary = TextGeneration.summary
    package static let inputs = "prompts"
    package static let options =
        GenerationOptions.known + [
            KnownOption("return_full_text", "Whether answers begin with the prompt; true.")
        ]

    package static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        var decoding = try GenerationOptions.decoding(options)
        decoding["return_full_text"] = .bool(try options.bool("return_full_text") ?? true)
        return decoding
    }

    package static func model(_ context: NativeContext) throws -> (any Model)? {
        guard let model = context.role as? any CausalLanguageModel else { return nil }
        let settings = try GenerationOptions.settings(
            context.decoding,
            over: model.pipelineGeneration
        )
        try GenerationOptions.checkDrawing(context.decoding, settings)
        try settings.check()
        let vocabulary = try model.requireVocabulary()
        let isFull = context.decoding["return_full_text"]?.bool ?? false
        return NativeModelAdapter(
            context,
            prepare: { question, _ in try question.request.requireText() },
            answer: { (prompts: [String]) in
                let generator = try TextGenerator(model, settings)
                return try zip(prompts, generator.answers(to: prompts)).map { prompt, answers in
                    let texts = answers.map { answer in
                        (isFull ? prompt : "") + text(of: answer, vocabulary)
                    }
                    return texts.count == 1 ? .text(texts[0]) : .generations(texts)
                }
            }
        )
    }

    /// What an answer adds to its prompt.
    private static func text(
        of answer: GeneratedText,
        _ vocabulary: any TextVocabulary
    ) -> String {
        if answer.end == .stopString, let text = answer.text { return text }
        func text(_ ids: [Int]) -> String.UnicodeScalarView {
            vocabulary.text(of: ids, skipsSpecialTokens: true, cleansUp: true).unicodeScalars
        }
        let all = text(answer.prompt + answer.tokens)
        return String(String.UnicodeScalarView(all.dropFirst(text(answer.prompt).count)))
    }

    package static func requests(_ inputs: [String], files: InputFiles) throws -> [ModelRequest] {
        try files.texts(inputs).map { ModelRequest(task: task, text: $0) }
    }

    package static func json(_ output: ModelOutput, to request: ModelRequest) -> JSONValue {
        guard case .text(let text) = output else { return output.json }
        return ModelOutput.generations([text]).json
    }

    package static func lines(_ output: ModelOutput, to request: ModelRequest) -> [[String]] {
        guard case .generations(let texts) = output else { return [[output.plain ?? ""]] }
        return texts.map { [$0] }
    }
}
