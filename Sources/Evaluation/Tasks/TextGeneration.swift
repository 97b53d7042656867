import Domain
import Storage

/// A prompt is given; what the model adds is held against a target text.
struct TextGeneration: EvaluationTask {
    static let name = "text-generation"
    static let summary = "Goes on with a text."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.text, .texts]
    static let options =
        GenerationOptions.known + Prompt.options + [
            KnownOption("return_full_text", "Whether answers begin with the prompt; false.")
        ]

    let decoding: [String: JSONValue]
    private var prompt: Prompt

    init(options: Settings) throws {
        let names = Prompt.options.map(\.name)
        var decoding = try GenerationOptions.decoding(options.without(names))
        decoding["return_full_text"] = .bool(try options.bool("return_full_text") ?? false)
        self.decoding = decoding
        prompt = try Prompt(options)
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        let text = try prompt.text(for: example) { shot in shot.target?.plain ?? "" }
        return [ModelRequest(task: Self.name, text: text)]
    }

    func prompted(with examples: (String) throws -> [Example]) throws -> TextGeneration {
        var result = self
        result.prompt = try prompt.completed(with: examples)
        return result
    }

    /// Of several answers the first counts.
    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { outputs in
            if kind == .texts, case .generations(let texts) = outputs.first { return .texts(texts) }
            let text = outputs.first?.plain ?? ""
            return kind == .texts ? .texts([text]) : .text(text)
        }
    }
}
