import Domain
import Storage

/// A picture is shown; the model names its class.
struct ImageClassification: EvaluationTask {
    static let name = "image-classification"
    static let summary = "Names the class of a picture."
    static let datasets: Set<DatasetKind> = [.image]
    static let output = ModelOutput.Kind.labels
    static let gives = [Outcome.Kind.labels]
    static let options = [LabelOptions.topK]

    private let labels: LabelOptions

    init(options: Settings) throws {
        labels = try LabelOptions(options)
    }

    var decoding: [String: JSONValue] { labels.decoding }

    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        labels.objection(to: metric, options: options)
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, medium: try example.requireMedium(.image))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { LabelOptions.outcomes }
}
