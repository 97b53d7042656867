import Domain

/// What the zero-shot tasks share: the classes that a model is told of when it is asked, and the
/// sentence that each is put into.
struct CandidateLabels {
    static func options(defaultTemplate: String) -> [KnownOption] {
        [
            KnownOption(
                "candidate_labels",
                "The classes, a list or one text with commas; a dataset's own labels."
            ),
            KnownOption(
                "hypothesis_template",
                "The sentence that each class is put into, at its {}; '\(defaultTemplate)'."
            ),
        ]
    }

    /// Nil until a dataset's own are filled in.
    private(set) var labels: [String]?
    let template: String

    init(_ options: Settings, defaultTemplate: String) throws {
        labels = try Self.labels(options)
        template = try options.string("hypothesis_template") ?? defaultTemplate
        guard template.contains("{}") else {
            throw options.error(
                at: "hypothesis_template",
                "'hypothesis_template' must hold {} where the class goes, found '\(template)'"
            )
        }
    }

    private static func labels(_ options: Settings) throws -> [String]? {
        let key = "candidate_labels"
        guard var labels = try options.strings(key) else { return nil }
        // One text lists classes between commas, as the reference's pipelines take it.
        if options.values[key]?.value.string != nil {
            labels = labels.flatMap { $0.split(separator: ",") }.map(trimmed)
        }
        labels = labels.filter { !$0.isEmpty }
        guard !labels.isEmpty else { throw options.error(at: key, "'\(key)' names no class") }
        guard Set(labels).count == labels.count else {
            throw options.error(at: key, "'\(key)' names a class twice")
        }
        return labels
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }

    /// The same with the dataset's labels, unless the options named some.
    func completed(with labels: () throws -> [String]) throws -> CandidateLabels {
        var result = self
        result.labels = try self.labels ?? labels()
        return result
    }

    var decoding: [String: JSONValue] {
        var decoding: [String: JSONValue] = ["hypothesis_template": .string(template)]
        if let labels { decoding["candidate_labels"] = .array(labels.map(JSONValue.string)) }
        return decoding
    }

    /// A decoding that names classes, as there must be where no dataset can fill them in.
    static func required(
        _ decoding: [String: JSONValue],
        _ options: Settings
    ) throws -> [String: JSONValue] {
        guard decoding["candidate_labels"] != nil else {
            throw options.error(
                "\(options.owner) needs the option 'candidate_labels', the names of the classes"
            )
        }
        return decoding
    }

    /// The sentence about a class.
    static func hypothesis(_ template: String, _ label: String) -> String {
        guard let place = template.firstRange(of: "{}") else { return template }
        return template[..<place.lowerBound] + label + template[place.upperBound...]
    }
}
