import Domain
import Storage

/// A picture is shown; the model writes a caption.
///
/// The target is one text or people's captions, as `coco-captions` gives them with
/// `examples: pictures`.
struct ImageToText: EvaluationTask {
    static let name = "image-to-text"
    static let summary = "Writes a caption for a picture."
    static let datasets: Set<DatasetKind> = [.caption, .image]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.text]

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, medium: try example.requireMedium(.image))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { outputs in .text(outputs.first?.plain ?? "") }
    }
}
