/// Contractions written in full: "isn't" to "is not".
///
/// Where a short form has several long ones ("he's" is "he is" or "he has"), it becomes the one that
/// ``Contractions`` has.
struct Expansions: TextPerturbation {
    static let name = "expansions"
    static let summary =
        "Writes English contractions such as \"isn't\" in full (as HELM's expansion does)."
    static let options = [
        PerturbationOption(
            "rate",
            "The probability with which a contraction is written in full.",
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

    private static let table = PhraseTable(
        Contractions.pairs.map { long, short in
            let written = long.hasPrefix("i ") ? "I" + long.dropFirst() : long
            return "\(short.tableForm) = \(written)"
        }
        .joined(separator: "\n")
    )
}
