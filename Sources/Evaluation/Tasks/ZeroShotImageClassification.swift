import Domain
import Storage

/// A picture and names of classes are shown; the model says how well each name fits.
///
/// The classes are those of the option `candidate_labels`, else the labels that the dataset has. With
/// several `prompts` a class is the mean of what the model makes of its name in each (Radford and others
/// 2021, section 3.1.4).
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
        KnownOption(
            "prompts",
            "Several sentences with {} for the name, whose embeddings are averaged for each class; "
                + "in place of hypothesis_template."
        ),
        KnownOption("top_k", "How many classes are named, best first; all of them."),
    ]
    static let defaultTemplate = "This is a photo of {}."

    private var classes: CandidateLabels
    private let prompts: [String]?
    private let topK: Int?

    init(options: Settings) throws {
        classes = try CandidateLabels(options, defaultTemplate: Self.defaultTemplate)
        prompts = try Self.prompts(options)
        topK = try options.integer("top_k", in: 1...100_000)
    }

    private static func prompts(_ options: Settings) throws -> [String]? {
        guard let prompts = try options.strings("prompts") else { return nil }
        guard try options.string("hypothesis_template") == nil else {
            throw options.error(
                at: "prompts",
                "'prompts' and 'hypothesis_template' exclude each other"
            )
        }
        guard let wrong = prompts.first(where: { !$0.contains("{}") }) else {
            if !prompts.isEmpty { return prompts }
            throw options.error(at: "prompts", "'prompts' names no sentence")
        }
        throw options.error(
            at: "prompts",
            "each of 'prompts' must hold {} where the name of the class goes, found '\(wrong)'"
        )
    }

    var decoding: [String: JSONValue] {
        var decoding = classes.decoding
        if let prompts {
            decoding["hypothesis_template"] = nil
            decoding["prompts"] = .array(prompts.map(JSONValue.string))
        }
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
