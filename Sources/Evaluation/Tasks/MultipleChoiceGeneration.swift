import Domain
import Storage

/// A question with choices is asked, and the words that the model answers with are matched to a choice.
///
/// The label is the choice that the answer is, with a score of 1. An answer that is none of them has no
/// label at all: to `accuracy` it is wrong; `answered_accuracy` and the bias scores leave it out, and
/// `answered_share` says how many there are.
struct MultipleChoiceGeneration: EvaluationTask {
    static let name = "multiple-choice-generation"
    static let summary = "Answers a question in words, which are matched to one of its choices."
    static let datasets: Set<DatasetKind> = [.text]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.labels, .text]
    static let pipeline = TextGeneration.name
    static let options =
        GenerationOptions.known + Prompt.options + AnswerChoices.known + [
            AnswerChoices.labelsOption,
            KnownOption(
                "match",
                "How answers are matched to choices: exact, normalized (lower case, no punctuation, "
                    + "no articles) or bbq; normalized."
            ),
            KnownOption(
                "show_choices",
                "How the text names the choices: letters, (a) ... (b) ... in a line after it; or "
                    + "none; letters."
            ),
        ]

    enum Display: String, CaseIterable {
        case letters, none
    }

    let decoding: [String: JSONValue]
    private var choices: AnswerChoices
    private let match: ChoiceMatch
    private let display: Display
    private var prompt: Prompt

    init(options: Settings) throws {
        // Only what decides what the model writes is part of the decoding.
        let own =
            (Prompt.options + AnswerChoices.known).map(\.name) + ["labels", "match", "show_choices"]
        decoding = try GenerationOptions.decoding(options.without(own))
        choices = try AnswerChoices(options)
        match = try options.word("match") ?? .normalized
        display = try options.word("show_choices") ?? .letters
        prompt = try Prompt(options)
    }

    func completed(with labels: () throws -> [String]) throws -> MultipleChoiceGeneration {
        var result = self
        result.choices = try choices.completed(with: labels)
        return result
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        let text = try prompt.text(for: example, answer: choices.answer, question: question)
        return [ModelRequest(task: Self.name, text: text)]
    }

    func prompted(with examples: (String) throws -> [Example]) throws -> MultipleChoiceGeneration {
        var result = self
        result.prompt = try prompt.completed(with: examples)
        return result
    }

    /// A text with the choices after it, where they are shown.
    private func question(_ example: Example, _ text: String) throws(PredictionFailure) -> String {
        let texts = try choices.texts(of: example)
        guard display == .letters, !texts.isEmpty else { return text }
        let lettered = texts.enumerated().map { index, choice in
            "(\(AnswerChoices.letter(index).lowercased())) \(choice)"
        }
        return text + "\n" + lettered.joined(separator: " ")
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        if kind == .text { return .each { .text($0.first?.plain ?? "") } }
        return .eachExample { [choices, match] answered, _ in
            let answer = answered.outputs.first?.plain ?? ""
            let texts = try choices.texts(of: answered.example)
            let names = try match.names(of: answered.example)
            guard let index = match.choice(answer, among: texts, names: names) else {
                return .labels([])
            }
            return .labels([ScoredLabel(label: choices.label(texts[index], at: index), score: 1)])
        }
    }
}
