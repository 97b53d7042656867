import Domain
import Storage

/// A picture and a question are shown; the model answers in a few words.
///
/// An example that was ingested without its picture is asked the question alone, which recorded answers
/// and models that do not look need no more than.
struct VisualQuestionAnswering: EvaluationTask {
    static let name = "visual-question-answering"
    static let summary = "Answers a question about a picture in a few words."
    static let datasets: Set<DatasetKind> = [.caption]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.text]

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [try PictureQuestion.request(Self.name, example)]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { PictureQuestion.outcomes }
}

/// What the tasks share that ask a question about a picture.
enum PictureQuestion {
    static func request(
        _ task: String,
        _ example: Example
    ) throws(PredictionFailure) -> ModelRequest {
        ModelRequest(
            task: task,
            text: try example.requireText("question"),
            medium: example.medium == nil ? nil : try example.requireMedium(.image)
        )
    }

    static let outcomes = Outcomes.each { outputs in .text(outputs.first?.plain ?? "") }
}
