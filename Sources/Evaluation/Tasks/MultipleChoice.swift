import Domain
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A context and ways to go on are given; the model says how likely each is, and the likeliest is its
/// choice.
///
/// Source: lm-evaluation-harness 0.4.13, output type `multiple_choice`.
struct MultipleChoice: EvaluationTask {
    static let name = "multiple-choice"
    static let summary = "Chooses the likeliest of several ways to go on with a text."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.likelihoods
    static let gives = [Outcome.Kind.labels, .likelihoods]
    static let options = [
        KnownOption("choices", "What is chosen among, for all examples; the dataset's labels."),
        KnownOption(
            "choices_from",
            "The attribute of an example that has its choices as a JSON array of texts, or the "
                + "attributes that have one each."
        ),
        KnownOption("template", "How a choice goes on with the text, {} for it; ' {}'."),
        KnownOption(
            "normalize",
            "What log-likelihoods are divided by: none, characters of the choice, or tokens; none."
        ),
        KnownOption(
            "labels",
            "What the target calls a choice: text, index (from 0) or letter (from A); text."
        ),
    ]

    enum Normalization: String, CaseIterable {
        case none, characters, tokens
    }

    enum Labels: String, CaseIterable {
        case text, index, letter
    }

    private var choices: [String]?
    private let attributes: [String]
    private let template: (before: String, after: String)
    private let normalization: Normalization
    private let labels: Labels

    init(options: Settings) throws {
        choices = try options.strings("choices")
        attributes = try options.strings("choices_from") ?? []
        let template = try options.string("template") ?? " {}"
        let parts = template.split(
            separator: "{}",
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2 else {
            throw options.error(at: "template", "'template' must have {} once, found '\(template)'")
        }
        self.template = (String(parts[0]), String(parts[1]))
        normalization = try Self.word("normalize", options) ?? .none
        labels = try Self.word("labels", options) ?? .text
        if let choices, choices.count < 2 || !attributes.isEmpty {
            throw options.error(
                at: "choices",
                choices.count < 2
                    ? "'choices' must be two or more"
                    : "'choices' and 'choices_from' exclude each other"
            )
        }
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ options: Settings
    ) throws -> Word? where Word.RawValue == String {
        guard let text = try options.string(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw options.error(at: name, "'\(name)' must be one of \(known), found '\(text)'")
        }
        return word
    }

    func completed(with labels: () throws -> [String]) throws -> MultipleChoice {
        guard choices == nil, attributes.isEmpty else { return self }
        var result = self
        result.choices = try labels()
        return result
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        let choices = try choices(of: example)
        return [
            ModelRequest(
                task: Self.name,
                text: try example.requireText("text"),
                choices: choices.map { template.before + $0 + template.after }
            )
        ]
    }

    private func choices(of example: Example) throws(PredictionFailure) -> [String] {
        guard !attributes.isEmpty else { return choices ?? [] }
        var values: [String] = []
        for name in attributes {
            guard let value = example.attributes[name] else {
                throw PredictionFailure("the example has no attribute '\(name)'")
            }
            values.append(value)
        }
        guard values.count == 1 else { return values }
        guard let texts = (try? JSONValue(parsing: values[0]))?.strings else {
            throw PredictionFailure(
                "the attribute '\(attributes[0])' is no JSON array of texts: \(values[0])"
            )
        }
        guard !texts.isEmpty else { throw PredictionFailure("the example has no choices") }
        return texts
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        if kind == .likelihoods { return .each(named) }
        return .each { [template, normalization, labels] outputs in
            guard case .likelihoods(let texts) = outputs.first else { return .labels([]) }
            let names = texts.map { text in
                String(text.text.dropFirst(template.before.count).dropLast(template.after.count))
            }
            let scores = zip(texts, names).map { text, name in
                switch normalization {
                case .none: text.logLikelihood
                case .characters: text.logLikelihood / Double(max(1, name.unicodeScalars.count))
                case .tokens: text.logLikelihood / Double(max(1, text.tokens))
                }
            }
            let most = scores.max() ?? 0
            let powers = scores.map { exp($0 - most) }
            let total = powers.reduce(0, +)
            return .labels(
                names.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.map { index in
                    ScoredLabel(
                        label: Self.label(names[index], index, labels),
                        score: powers[index] / total
                    )
                }
            )
        }
    }

    /// The likelihoods under the names by which the target calls the choices.
    private func named(_ outputs: [ModelOutput]) -> Outcome {
        guard case .likelihoods(var texts) = outputs.first else { return .likelihoods([]) }
        for index in texts.indices {
            let name = String(
                texts[index].text.dropFirst(template.before.count).dropLast(template.after.count)
            )
            texts[index].text = name
            texts[index].label = Self.label(name, index, labels)
        }
        return .likelihoods(texts)
    }

    private static func label(_ name: String, _ index: Int, _ labels: Labels) -> String {
        switch labels {
        case .text: name
        case .index: String(index)
        case .letter:
            index < 26
                ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index))) : String(index)
        }
    }
}
