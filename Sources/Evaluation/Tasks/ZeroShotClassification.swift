import Domain
import Storage

/// A text and some classes are shown; the model, which was not trained for them, orders the classes.
struct ZeroShotClassification: EvaluationTask {
    static let name = "zero-shot-classification"
    static let summary = "Orders classes that are named when it is asked by how well a text fits them."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.labels
    static let gives = Outcome.Kind.labels
    static let options = [
        KnownOption("candidate_labels", "The classes: a list, or one text with commas; needed."),
        KnownOption(
            "hypothesis_template",
            "The sentence that each class is put into, at its {}; 'This example is {}.'."
        ),
        KnownOption(
            "multi_label",
            "Whether several classes may apply, so that each is judged alone; false."
        ),
    ]

    private let labels: [String]
    private let template: String
    private let isMultiLabel: Bool

    init(options: Settings) throws {
        let given = try options.strings("candidate_labels") ?? []
        labels =
            given.count == 1
            ? given[0].split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty } : given
        guard !labels.isEmpty else {
            throw options.error(
                at: "candidate_labels",
                "\(options.owner) needs 'candidate_labels', the classes that a text may have"
            )
        }
        guard Set(labels).count == labels.count else {
            throw options.error(at: "candidate_labels", "'candidate_labels' names a class twice")
        }
        template = try options.string("hypothesis_template") ?? "This example is {}."
        guard template.contains("{}") else {
            throw options.error(
                at: "hypothesis_template",
                "'hypothesis_template' has no {} where the class would stand: '\(template)'"
            )
        }
        isMultiLabel = try options.bool("multi_label") ?? false
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }

    /// The sentence about a class.
    static func hypothesis(_ template: String, _ label: String) -> String {
        guard let place = template.firstRange(of: "{}") else { return template }
        return template[..<place.lowerBound] + label + template[place.upperBound...]
    }

    var decoding: [String: JSONValue] {
        [
            "candidate_labels": .array(labels.map(JSONValue.string)),
            "hypothesis_template": .string(template),
            "multi_label": .bool(isMultiLabel),
        ]
    }

    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        guard let k = options["k"]?.integer, k > labels.count else { return nil }
        return "it looks at the best \(k) classes of \(labels.count)"
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, text: try example.requireText("text"))]
    }

    var outcomes: Outcomes { LabelOptions.outcomes }
}
