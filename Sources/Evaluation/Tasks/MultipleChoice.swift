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
    static let options =
        AnswerChoices.known + [
            KnownOption("template", "How a choice goes on with the text, {} for it; ' {}'."),
            KnownOption(
                "normalize",
                "What log-likelihoods are divided by: none, characters of the choice, or tokens; "
                    + "none."
            ),
            AnswerChoices.labelsOption, unconditionalOption,
        ] + Prompt.options

    static let unconditionalOption = KnownOption(
        "unconditional",
        "Whether choices are scored without the text as well, for mutual information; false."
    )

    /// What decides a model's answer beside the request.
    static func decoding(_ options: Settings) throws -> [String: JSONValue] {
        // Left out where it is not asked for, so that earlier predictions are found.
        try options.bool("unconditional") == true ? ["unconditional": .bool(true)] : [:]
    }

    enum Normalization: String, CaseIterable {
        case none, characters, tokens
    }

    private var choices: AnswerChoices
    private let template: (before: String, after: String)
    private let normalization: Normalization
    private var prompt: Prompt
    let decoding: [String: JSONValue]

    init(options: Settings) throws {
        choices = try AnswerChoices(options)
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
        normalization = try options.word("normalize") ?? .none
        prompt = try Prompt(options)
        decoding = try Self.decoding(options)
    }

    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        guard options["normalization"]?.string == "unconditional", decoding.isEmpty else {
            return nil
        }
        return "it needs choices to be scored without the text as well; set the task's option "
            + "'unconditional' to true"
    }

    func prompted(with examples: (String) throws -> [Example]) throws -> MultipleChoice {
        var result = self
        result.prompt = try prompt.completed(with: examples)
        return result
    }

    func completed(with labels: () throws -> [String]) throws -> MultipleChoice {
        var result = self
        result.choices = try choices.completed(with: labels)
        return result
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        let texts = try choices.texts(of: example)
        return [
            ModelRequest(
                task: Self.name,
                text: try prompt.text(for: example) { shot throws(PredictionFailure) in
                    // What stands before a choice is the delimiter's part here.
                    try choices.answer(of: shot) + template.after
                },
                choices: texts.map { template.before + $0 + template.after }
            )
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        if kind == .likelihoods { return .each(named) }
        return .each { [template, normalization, choices] outputs in
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
                        label: choices.label(names[index], at: index),
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
            texts[index].label = choices.label(name, at: index)
        }
        return .likelihoods(texts)
    }
}
