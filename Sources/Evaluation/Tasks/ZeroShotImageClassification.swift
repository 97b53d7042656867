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
    static let gives = Outcome.Kind.labels
    static let options = [
        KnownOption(
            "candidate_labels",
            "The names of the classes, a list or one text with commas; a dataset's own labels."
        ),
        KnownOption(
            "hypothesis_template",
            "What is said of a picture, {} for the name; \(defaultTemplate)"
        ),
        KnownOption("top_k", "How many classes are named, best first; all of them."),
    ]
    static let defaultTemplate = "This is a photo of {}."

    private let labels: [String]?
    private let template: String
    private let topK: Int?

    init(options: Settings) throws {
        labels = try Self.labels(options)
        template = try options.string("hypothesis_template") ?? Self.defaultTemplate
        guard template.contains("{}") else {
            throw options.error(
                at: "hypothesis_template",
                "'hypothesis_template' must hold {} where the name of the class goes, found "
                    + "'\(template)'"
            )
        }
        topK = try options.integer("top_k", in: 1...100_000)
    }

    private init(labels: [String], template: String, topK: Int?) {
        self.labels = labels
        self.template = template
        self.topK = topK
    }

    private static func labels(_ options: Settings) throws -> [String]? {
        let key = "candidate_labels"
        guard var labels = try options.strings(key) else { return nil }
        // One text lists names between commas, as the reference's pipelines take it.
        if options.values[key]?.value.string != nil {
            labels = labels.flatMap { $0.split(separator: ",").map { $0.trimmed } }
        }
        labels = labels.filter { !$0.isEmpty }
        guard !labels.isEmpty else { throw options.error(at: key, "'\(key)' names no class") }
        guard Set(labels).count == labels.count else {
            throw options.error(at: key, "'\(key)' names a class twice")
        }
        return labels
    }

    var decoding: [String: JSONValue] {
        var decoding: [String: JSONValue] = ["hypothesis_template": .string(template)]
        if let labels { decoding["candidate_labels"] = .array(labels.map(JSONValue.string)) }
        if let topK { decoding["top_k"] = .integer(topK) }
        return decoding
    }

    func completed(with labels: () throws -> [String]) throws -> ZeroShotImageClassification {
        if self.labels != nil { return self }
        return ZeroShotImageClassification(labels: try labels(), template: template, topK: topK)
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

    var outcomes: Outcomes { LabelOptions.outcomes }
}

extension Substring {
    /// Without spaces at either end.
    fileprivate var trimmed: String {
        var part = self
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}
