/// Everything in capitals.
struct Uppercase: TextPerturbation {
    static let name = "uppercase"
    static let summary = "Writes everything in upper case, by Unicode's full mapping (ß becomes SS)."

    init(_ values: PerturbationValues) {}

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        text.uppercased()
    }
}
