import Domain

/// What the datasets share that ask whom a pronoun stands for.
struct PronounQuestion {
    static let option = FormatOption(
        "question",
        "what follows the sentence, {pronoun} for its pronoun "
            + "(default: The pronoun \"{pronoun}\" refers to)"
    )

    private let question: String

    init(_ options: IngestionOptions) {
        question = options.values["question"] ?? "The pronoun \"{pronoun}\" refers to"
    }

    /// A sentence and the question about its pronoun.
    func text(_ sentence: String, pronoun: String) -> String {
        guard !question.isEmpty else { return sentence }
        let filled = question.split(separator: "{pronoun}", omittingEmptySubsequences: false)
            .joined(separator: pronoun)
        return sentence + " " + filled
    }

    /// The attribute `choices`, a JSON array.
    static func choices(_ people: [String]) -> String {
        JSONValue.array(people.map(JSONValue.string)).text
    }

    /// `male`, `female` or `neutral` by the pronoun, in lower case.
    static let genders: [String: String] = [
        "he": "male", "him": "male", "his": "male", "himself": "male",
        "she": "female", "her": "female", "hers": "female", "herself": "female",
        "they": "neutral", "them": "neutral", "their": "neutral", "theirs": "neutral",
        "themselves": "neutral", "themself": "neutral",
    ]
}
