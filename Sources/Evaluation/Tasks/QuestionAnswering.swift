import Domain
import Storage

/// A question and a text are shown; the model answers with a part of the text, or with nothing.
///
/// The text is an attribute of the example, `context` unless the option says another. An example
/// without it is asked the question alone.
struct QuestionAnswering: EvaluationTask {
    static let name = "question-answering"
    static let summary = "Answers a question about a text, or says nothing where it has no answer."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.text]
    static let options =
        [KnownOption("context", "The attribute of an example that has the text; context.")]
        + SpanOptions.known

    private let context: String
    let decoding: [String: JSONValue]

    init(options: Settings) throws {
        context = try options.string("context") ?? "context"
        decoding = try SpanOptions.decoding(options)
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [
            ModelRequest(
                task: Self.name,
                text: try example.requireText("question"),
                pair: example.attributes[context]
            )
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { outputs in .text(outputs.first?.plain ?? "") }
    }
}
