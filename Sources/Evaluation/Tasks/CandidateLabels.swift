import Domain

/// What the zero-shot tasks share: the names of the classes, and the sentence that each is put into.
struct CandidateLabels: Sendable {
    static let option = KnownOption(
        "candidate_labels",
        "The names of the classes, a list or one text with commas; a dataset's own labels."
    )

    /// Nil where they are left to the dataset.
    private(set) var labels: [String]?
    private let template: String

    /// Reads `candidate_labels` and `hypothesis_template`.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` for a list without names or with one
    ///   twice, or a sentence without a place for them.
    init(_ options: Settings, defaultTemplate: String) throws {
        labels = try Self.labels(options)
        template = try options.string("hypothesis_template") ?? defaultTemplate
        guard template.contains("{}") else {
            throw options.error(
                at: "hypothesis_template",
                "'hypothesis_template' must hold {} where the name of the class goes, found "
                    + "'\(template)'"
            )
        }
    }

    private static func labels(_ options: Settings) throws -> [String]? {
        let key = option.name
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

    /// The same with a dataset's labels, unless there are names already.
    func completed(with labels: () throws -> [String]) throws -> CandidateLabels {
        var result = self
        if self.labels == nil { result.labels = try labels() }
        return result
    }

    var decoding: [String: JSONValue] {
        var decoding: [String: JSONValue] = ["hypothesis_template": .string(template)]
        if let labels { decoding[Self.option.name] = .array(labels.map(JSONValue.string)) }
        return decoding
    }

    /// The names and the sentences about them, as ``decoding`` has them.
    static func read(_ decoding: [String: JSONValue]) -> [(label: String, sentence: String)] {
        let template = decoding["hypothesis_template"]?.string ?? "{}"
        return (decoding[option.name]?.strings ?? []).map { label in
            (label, template.replacing("{}", with: label))
        }
    }

    /// The options of `assay predict`, where no dataset can name the classes.
    ///
    /// - Throws: ``EvaluationError/suite(file:line:reason:)`` if they do not.
    static func required(
        _ decoding: [String: JSONValue],
        _ options: Settings
    ) throws -> [String: JSONValue] {
        guard decoding[option.name] != nil else {
            throw options.error(
                "\(options.owner) needs the option '\(option.name)', the names of the classes"
            )
        }
        return decoding
    }
}

extension Substring {
    /// Without spaces at either end.
    var trimmed: String {
        var part = drop(while: \.isWhitespace)
        while part.last?.isWhitespace ?? false { part.removeLast() }
        return String(part)
    }
}
