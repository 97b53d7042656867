/// Everything in small letters.
struct Lowercase: TextPerturbation {
    static let name = "lowercase"
    static let summary = "Writes everything in lower case (as HELM's lowercase does)."

    init(_ values: PerturbationValues) {}

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        text.lowercased()
    }
}
