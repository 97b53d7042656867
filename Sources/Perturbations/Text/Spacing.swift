/// More than one space between words.
struct Spacing: TextPerturbation {
    static let name = "spacing"
    static let summary = "Puts one to several spaces in the place of each (as HELM's space does)."
    static let options = [
        PerturbationOption(
            "max_spaces",
            "The most spaces in the place of one; all numbers up to it are equally likely.",
            in: 1...20,
            default: 3
        )
    ]

    private let most: Int

    init(_ values: PerturbationValues) {
        most = values.integer("max_spaces")
    }

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        var result = ""
        for character in text {
            if character == " " {
                result += String(repeating: " ", count: 1 + random.below(most))
            } else {
                result.append(character)
            }
        }
        return result
    }
}
