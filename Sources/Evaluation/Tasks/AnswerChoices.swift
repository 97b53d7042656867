import Domain
import Storage

/// What a question's answer is chosen among and what its target calls each choice: shared by the tasks
/// in which a model chooses.
struct AnswerChoices: Sendable {
    static let known = [
        KnownOption("choices", "What is chosen among, for all examples; the dataset's labels."),
        KnownOption(
            "choices_from",
            "The attribute of an example that has its choices as a JSON array of texts, or the "
                + "attributes that have one each."
        ),
    ]
    static let labelsOption = KnownOption(
        "labels",
        "What the target calls a choice: text, index (from 0) or letter (from A); text."
    )

    enum Labels: String, CaseIterable {
        case text, index, letter
    }

    /// The same for all examples; nil where examples have their own, or the dataset's labels are not
    /// filled in.
    private var shared: [String]?
    private let attributes: [String]
    private let labels: Labels

    init(_ options: Settings) throws {
        shared = try options.strings("choices")
        attributes = try options.strings("choices_from") ?? []
        labels = try options.word("labels") ?? .text
        if let shared, shared.count < 2 || !attributes.isEmpty {
            throw options.error(
                at: "choices",
                shared.count < 2
                    ? "'choices' must be two or more"
                    : "'choices' and 'choices_from' exclude each other"
            )
        }
    }

    /// The same with a dataset's labels, unless the options name choices.
    func completed(with labels: () throws -> [String]) throws -> AnswerChoices {
        guard shared == nil, attributes.isEmpty else { return self }
        var result = self
        result.shared = try labels()
        return result
    }

    /// The choices of an example.
    ///
    /// - Throws: ``PredictionFailure`` if its attributes do not have them.
    func texts(of example: Example) throws(PredictionFailure) -> [String] {
        attributes.isEmpty ? shared ?? [] : try example.texts(of: attributes)
    }

    /// The right choice of a solved example.
    ///
    /// - Throws: ``PredictionFailure`` if its target is none of its choices.
    func answer(of example: Example) throws(PredictionFailure) -> String {
        let texts = try texts(of: example)
        let name = example.target?.plain ?? ""
        guard let right = texts.indices.first(where: { label(texts[$0], at: $0) == name }) else {
            throw PredictionFailure("the solved example '\(example.key)' has no choice '\(name)'")
        }
        return texts[right]
    }

    /// What the target calls a choice.
    func label(_ text: String, at index: Int) -> String {
        switch labels {
        case .text: text
        case .index: String(index)
        case .letter: Self.letter(index)
        }
    }

    /// A for 0 and so on; a number after Z.
    static func letter(_ index: Int) -> String {
        index < 26 ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index))) : String(index)
    }
}

extension Settings {
    /// One of the words of an enumeration; nil if it is not given.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Word? {
        guard let text = try string(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw error(at: name, "'\(name)' must be one of \(known), found '\(text)'")
        }
        return word
    }
}
