import Domain
import Storage

/// A scanned page and a question are shown; the model answers with words of the page.
struct DocumentQuestionAnswering: EvaluationTask {
    static let name = "document-question-answering"
    static let summary = "Answers a question about a scanned page with words of it."
    static let datasets: Set<DatasetKind> = [.caption]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.text]

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [try PictureQuestion.request(Self.name, example)]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { PictureQuestion.outcomes }
}
