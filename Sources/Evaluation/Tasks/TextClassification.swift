import Domain
import Storage

/// A text is shown; the model names its class.
struct TextClassification: EvaluationTask {
    static let name = "text-classification"
    static let summary = "Names the class of a text."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.labels
    static let gives = [Outcome.Kind.labels]
    static let options = [
        LabelOptions.topK,
        KnownOption(
            "function_to_apply",
            "What makes scores of logits: softmax, sigmoid or none; as the checkpoint says."
        ),
    ]

    private let labels: LabelOptions
    private let function: String?

    init(options: Settings) throws {
        labels = try LabelOptions(options)
        function = try options.choice("function_to_apply", of: ["none", "sigmoid", "softmax"])
    }

    var decoding: [String: JSONValue] {
        var decoding = labels.decoding
        if let function { decoding["function_to_apply"] = .string(function) }
        return decoding
    }

    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        labels.objection(to: metric, options: options)
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, text: try example.requireText("text"))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { LabelOptions.outcomes }
}
