/// Gendered words swapped: "his sister" to "her brother".
///
/// English has one "her" for "his" and "him", and one "his" for "her" and "hers". Without a parser the
/// word that follows decides: before another word that is no function word "her" is taken for a possessive,
/// and so is "his" before any word.
struct Gender: TextPerturbation {
    static let name = "gender"
    static let summary =
        "Swaps English pronouns and nouns of one gender for the other (as HELM's gender does; own table)."
    static let options = [
        PerturbationOption(
            "to",
            "Which gender words are changed to: both swaps them, the others change only one way.",
            of: ["both", "female", "male"],
            default: "both"
        )
    ]

    private let table: [String: String]
    private let changesToMale: Bool
    private let changesToFemale: Bool

    init(_ values: PerturbationValues) {
        let to = values.word("to")
        changesToMale = to != "female"
        changesToFemale = to != "male"
        var table: [String: String] = [:]
        for (male, female) in Self.pairs {
            if changesToFemale { table[male] = female }
            if changesToMale { table[female] = male }
        }
        self.table = table
    }

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        let pieces = TextPieces(text).pieces
        var result = ""
        for (index, piece) in pieces.enumerated() {
            result += replacement(of: piece, at: index, in: pieces)?.cased(like: piece.text)
                ?? piece.text
        }
        return result
    }

    private func replacement(of piece: TextPieces.Piece, at index: Int, in pieces: [TextPieces.Piece])
        -> String?
    {
        guard piece.isWord else { return nil }
        let word = piece.text.tableForm
        let isBeforeWord =
            index + 2 < pieces.count && pieces[index + 1].text.allSatisfy { $0 == " " }
        switch word {
        case "her" where changesToMale:
            let next = isBeforeWord ? pieces[index + 2].text.tableForm : nil
            return next.map { Self.functionWords.contains($0) } ?? true ? "him" : "his"
        case "his" where changesToFemale: return isBeforeWord ? "her" : "hers"
        case "him" where changesToFemale: return "her"
        case "hers" where changesToMale: return "his"
        default: return table[word]
        }
    }

    /// What may follow "her" as an object; anything else after it is taken to be hers.
    private static let functionWords: Set<String> = [
        "a", "about", "again", "also", "am", "an", "and", "are", "as", "at", "because", "before",
        "but", "by", "did", "do", "does", "for", "from", "had", "has", "have", "he", "here", "how",
        "i", "if", "in", "into", "is", "it", "now", "of", "off", "on", "or", "out", "over", "she",
        "since", "so", "than", "that", "the", "then", "there", "they", "this", "through", "to",
        "today", "tomorrow", "too", "until", "up", "was", "we", "were", "what", "when", "where",
        "while", "who", "why", "with", "yesterday", "you",
    ]

    /// Male and female words that stand for each other whatever is around them.
    private static let pairs = [
        ("he", "she"), ("he's", "she's"), ("he'll", "she'll"), ("he'd", "she'd"),
        ("himself", "herself"), ("man", "woman"), ("men", "women"), ("boy", "girl"),
        ("boys", "girls"), ("father", "mother"), ("fathers", "mothers"), ("dad", "mom"),
        ("daddy", "mommy"), ("son", "daughter"), ("sons", "daughters"), ("brother", "sister"),
        ("brothers", "sisters"), ("husband", "wife"), ("husbands", "wives"), ("uncle", "aunt"),
        ("uncles", "aunts"), ("nephew", "niece"), ("nephews", "nieces"),
        ("grandfather", "grandmother"), ("grandson", "granddaughter"), ("boyfriend", "girlfriend"),
        ("king", "queen"), ("kings", "queens"), ("prince", "princess"), ("actor", "actress"),
        ("actors", "actresses"), ("waiter", "waitress"), ("gentleman", "lady"),
        ("gentlemen", "ladies"), ("male", "female"), ("males", "females"), ("mr", "ms"),
        ("sir", "madam"), ("guy", "gal"), ("guys", "gals"), ("groom", "bride"),
        ("widower", "widow"), ("policeman", "policewoman"), ("businessman", "businesswoman"),
        ("chairman", "chairwoman"), ("spokesman", "spokeswoman"), ("landlord", "landlady"),
        ("hero", "heroine"), ("god", "goddess"), ("host", "hostess"),
    ]
}
