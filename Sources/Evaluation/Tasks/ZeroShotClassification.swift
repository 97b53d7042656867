import Domain
import Storage

/// A text and names of classes are shown; the model, which was not trained for them, says how well
/// each fits.
struct ZeroShotClassification: EvaluationTask {
    static let name = "zero-shot-classification"
    static let summary = "Orders classes that are named when it is asked by how well a text fits them."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.labels
    static let gives = Outcome.Kind.labels
    static let options =
        CandidateLabels.options(defaultTemplate: defaultTemplate) + [
            KnownOption(
                "multi_label",
                "Whether several classes may apply, so that each is judged alone; false."
            )
        ]
    static let defaultTemplate = "This example is {}."

    private var candidates: CandidateLabels
    private let isMultiLabel: Bool

    init(options: Settings) throws {
        candidates = try CandidateLabels(options, defaultTemplate: Self.defaultTemplate)
        isMultiLabel = try options.bool("multi_label") ?? false
    }

    func completed(with labels: () throws -> [String]) throws -> ZeroShotClassification {
        var task = self
        task.candidates = try candidates.completed(with: labels)
        return task
    }

    var decoding: [String: JSONValue] {
        candidates.decoding.merging(["multi_label": .bool(isMultiLabel)]) { $1 }
    }

    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        guard let count = candidates.labels?.count, let k = options["k"]?.integer, k > count
        else { return nil }
        return "it looks at the best \(k) classes of \(count)"
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, text: try example.requireText("text"))]
    }

    var outcomes: Outcomes { LabelOptions.outcomes }
}
