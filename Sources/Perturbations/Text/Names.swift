/// First names replaced by others.
///
/// A name becomes another one of the same list, and the same one wherever it stands in the text; two
/// names of a text never become one. Only words that begin with a capital are taken for names. Names that
/// are everyday words as well (Will, Grace, Mark) are not in the lists.
struct Names: TextPerturbation {
    static let name = "names"
    static let summary =
        "Replaces first names by others of the same list of 40 men's or 40 women's names (own table)."

    init(_ values: PerturbationValues) {}

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        // An order of each list; a name becomes the one after it, so that two never become the same.
        var next: [String: String] = [:]
        for list in [Self.women, Self.men] {
            let order = random.order(of: list.count)
            for (place, index) in order.enumerated() {
                next[list[index]] = list[order[(place + 1) % order.count]]
            }
        }
        return TextPieces(text).pieces.map { piece in
            guard piece.isWord else { return piece.text }
            let (name, ending) = Self.withoutPossessive(piece.text)
            let isName = name.first?.isUppercase ?? false
            let word = String(name.prefix(1)) + name.dropFirst().lowercased()
            guard isName, let replacement = next[word] else { return piece.text }
            return replacement.cased(like: name) + ending
        }
        .joined()
    }

    /// "Anna's" is Anna with an ending.
    private static func withoutPossessive(_ word: String) -> (name: String, ending: String) {
        let form = word.tableForm
        guard form.hasSuffix("'s") else { return (word, "") }
        return (String(word.dropLast(2)), String(word.suffix(2)))
    }

    private static let women = words(
        """
        Aaliyah Adriana Aisha Alice Amanda Amina Anna Ashley Barbara Beatriz Carmen Catherine Deborah
        Elena Emily Fatima Hannah Helen Ingrid Jennifer Jessica Keisha Laura Lakisha Lucia Mariam Meera
        Michelle Nancy Olga Patricia Priya Rebecca Sarah Sofia Susan Tamika Tanisha Yuki Zainab
        """
    )

    private static let men = words(
        """
        Aaron Ahmed Alejandro Andrew Anthony Arjun Brandon Brian Carlos Charles Daniel Darnell David Diego
        Dmitri Edward Fernando George Hiroshi Ibrahim Jamal James Jerome John Jose Joseph Kevin Lars Luis
        Malik Matthew Michael Mohammed Omar Paul Raj Robert Thomas Tyrone William
        """
    )

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
