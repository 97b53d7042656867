import Domain
import Storage

/// A text and names of classes are shown; the model, which was not trained for them, says how well
/// each fits.
///
/// The classes are those of the option `candidate_labels`, else the labels that the dataset has.
struct ZeroShotClassification: EvaluationTask {
    static let name = "zero-shot-classification"
    static let summary = "Chooses among names of classes the one that fits a text."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.labels
    static let gives = [Outcome.Kind.labels]
    static let options = [
        CandidateLabels.option,
        KnownOption(
            "hypothesis_template",
            "What is said of a text, {} for the name; \(defaultTemplate)"
        ),
        KnownOption(
            "multi_label",
            "Whether several classes may apply, so that each is judged alone; false."
        ),
    ]
    static let defaultTemplate = "This example is {}."

    private var classes: CandidateLabels
    private let isMultiLabel: Bool

    init(options: Settings) throws {
        classes = try CandidateLabels(options, defaultTemplate: Self.defaultTemplate)
        isMultiLabel = try options.bool("multi_label") ?? false
    }

    var decoding: [String: JSONValue] {
        var decoding = classes.decoding
        decoding["multi_label"] = .bool(isMultiLabel)
        return decoding
    }

    func completed(with labels: () throws -> [String]) throws -> ZeroShotClassification {
        var result = self
        result.classes = try classes.completed(with: labels)
        return result
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, text: try example.requireText("text"))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { LabelOptions.outcomes }
}
