import Domain
import Storage

/// A table and a statement are shown; the model says whether the one bears out the other.
struct TableEntailment: EvaluationTask {
    static let name = "table-entailment"
    static let summary = "Says whether a table entails a statement or refutes it."
    static let datasets: Set<DatasetKind> = [.table]
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
        [
            ModelRequest(
                task: Self.name,
                text: try example.requireText("statement"),
                medium: try example.requireMedium(.table)
            )
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { LabelOptions.outcomes }
}
