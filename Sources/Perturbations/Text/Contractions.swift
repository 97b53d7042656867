/// Two words drawn together: "is not" to "isn't".
struct Contractions: TextPerturbation {
    static let name = "contractions"
    static let summary =
        "Contracts English phrases such as 'is not' to \"isn't\" (as HELM's contraction does)."
    static let options = [
        PerturbationOption(
            "rate",
            "The probability with which a phrase is contracted.",
            in: 0...1,
            default: 1
        )
    ]

    private let rate: Double

    init(_ values: PerturbationValues) {
        rate = values.number("rate")
    }

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        Self.table.replacing(in: text, rate: rate, using: &random)
    }

    /// Of every pair the long form and the short one.
    static let pairs = [
        ("is not", "isn't"), ("are not", "aren't"), ("was not", "wasn't"),
        ("were not", "weren't"), ("do not", "don't"), ("does not", "doesn't"),
        ("did not", "didn't"), ("have not", "haven't"), ("has not", "hasn't"),
        ("had not", "hadn't"), ("cannot", "can't"), ("could not", "couldn't"),
        ("will not", "won't"), ("would not", "wouldn't"), ("should not", "shouldn't"),
        ("must not", "mustn't"), ("need not", "needn't"), ("i am", "I'm"), ("i have", "I've"),
        ("i will", "I'll"), ("i would", "I'd"), ("you are", "you're"), ("you have", "you've"),
        ("you will", "you'll"), ("you would", "you'd"), ("we are", "we're"), ("we have", "we've"),
        ("we will", "we'll"), ("we would", "we'd"), ("they are", "they're"),
        ("they have", "they've"), ("they will", "they'll"), ("they would", "they'd"),
        ("he is", "he's"), ("he will", "he'll"), ("she is", "she's"), ("she will", "she'll"),
        ("it is", "it's"), ("it will", "it'll"), ("that is", "that's"), ("there is", "there's"),
        ("what is", "what's"), ("where is", "where's"), ("who is", "who's"), ("let us", "let's"),
    ]

    private static let table = PhraseTable(
        pairs.map { "\($0) = \($1)" }.joined(separator: "\n") + "\ncan not = can't"
    )
}
