/// Letters replaced by their neighbours on the keyboard.
///
/// The neighbours are the letters that touch the key of an American QWERTY layout.
struct Typos: TextPerturbation {
    static let name = "typos"
    static let summary =
        "Replaces letters by neighbours on a QWERTY keyboard (as NL-Augmenter's and HELM's typos do)."
    static let options = [
        PerturbationOption(
            "rate",
            "The probability with which a letter is replaced.",
            in: 0...1,
            default: 0.05
        )
    ]

    private let rate: Double

    init(_ values: PerturbationValues) {
        rate = values.number("rate")
    }

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        String(
            text.map { character -> Character in
                guard let near = Self.neighbours[Character(character.lowercased())],
                    random.chance(rate)
                else { return character }
                let typed = near[random.below(near.count)]
                return character.isUppercase ? Character(typed.uppercased()) : typed
            }
        )
    }

    /// Keys touch those beside them, and in the next row two, since rows are shifted by less than a key.
    private static let neighbours: [Character: [Character]] = {
        let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)
        var neighbours: [Character: [Character]] = [:]
        for (y, row) in rows.enumerated() {
            for (x, key) in row.enumerated() {
                let places = [(y, x - 1), (y, x + 1), (y - 1, x), (y - 1, x + 1), (y + 1, x - 1), (y + 1, x)]
                neighbours[key] = places.compactMap { y, x in
                    rows.indices.contains(y) && rows[y].indices.contains(x) ? rows[y][x] : nil
                }
            }
        }
        return neighbours
    }()
}
