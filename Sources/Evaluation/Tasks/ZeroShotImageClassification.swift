import Domain
import Storage

/// A picture and names of classes are shown; the model says how well each name fits.
///
/// The classes are those of the option `candidate_labels`, else the labels that the dataset has.
struct ZeroShotImageClassification: EvaluationTask {
    static let name = "zero-shot-image-classification"
    static let summary = "Chooses among names of classes the one that fits a picture."
    static let datasets: Set<DatasetKind> = [.image]
    static let output = ModelOutput.Kind.labels
    static let gives = [Outcome.Kind.labels]
    static let options = [
        CandidateLabels.option,
        KnownOption(
            "hypothesis_template",
            "What is said of a picture, {} for the name; \(defaultTemplate)"
        ),
        KnownOption("top_k", "How many classes are named, best first; all of them."),
    ]
    static let defaultTemplate = "This is a photo of {}."

    private var classes: CandidateLabels
    private let topK: Int?

    init(options: Settings) throws {
        classes = try CandidateLabels(options, defaultTemplate: Self.defaultTemplate)
        topK = try options.integer("top_k", in: 1...100_000)
    }

    var decoding: [String: JSONValue] {
        var decoding = classes.decoding
        if let topK { decoding["top_k"] = .integer(topK) }
        return decoding
    }

    func completed(with labels: () throws -> [String]) throws -> ZeroShotImageClassification {
        var result = self
        result.classes = try classes.completed(with: labels)
        return result
    }

    /// A metric that looks at more classes than are named cannot be computed.
    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        guard let topK, let k = options["k"]?.integer, k > topK else { return nil }
        return "it looks at the best \(k) classes but \(topK) are named; "
            + "set the task's option 'top_k' to \(k) or more"
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, medium: try example.requireMedium(.image))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { LabelOptions.outcomes }
}
