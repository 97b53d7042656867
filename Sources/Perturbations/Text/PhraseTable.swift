/// Words and phrases with what they may be replaced by.
///
/// Phrases are found as whole words, in any case, with one space between their words, the longest first;
/// what was replaced is not looked at again.
struct PhraseTable: Sendable {
    /// By the words of a phrase, in lower case.
    private let replacements: [[String]: [String]]
    private let longest: Int

    /// - Parameter rows: `phrase = replacement`, several replacements between slashes, in lower case.
    init(_ rows: String) {
        var replacements: [[String]: [String]] = [:]
        for row in rows.split(separator: "\n") {
            let sides = row.split(separator: "=").map { side in
                side.split(separator: " ").map(String.init).joined(separator: " ")
            }
            precondition(sides.count == 2, "a row is 'phrase = replacement', found '\(row)'")
            let words = sides[0].split(separator: " ").map(String.init)
            precondition(replacements[words] == nil, "'\(sides[0])' stands twice in a table")
            replacements[words] = sides[1].split(separator: "/").map {
                $0.split(separator: " ").joined(separator: " ")
            }
        }
        self.replacements = replacements
        longest = replacements.keys.map(\.count).max() ?? 0
    }

    /// How many phrases it has.
    var count: Int { replacements.count }

    /// The text with each phrase that it has replaced with the given probability.
    ///
    /// - Parameter rate: 0...1.
    func replacing(
        in text: String,
        rate: Double,
        using random: inout PerturbationRandom
    ) -> String {
        let pieces = TextPieces(text).pieces
        var result = ""
        var index = 0
        while index < pieces.count {
            if let (length, choices) = phrase(in: pieces, at: index), random.chance(rate) {
                let chosen = choices[choices.count == 1 ? 0 : random.below(choices.count)]
                let original = pieces[index..<index + length].map(\.text).joined()
                result += chosen.cased(like: length > 1 ? pieces[index].text : original)
                index += length
            } else {
                result += pieces[index].text
                index += 1
            }
        }
        return result
    }

    /// The longest phrase that begins at a piece: how many pieces it is, and what it may become.
    private func phrase(in pieces: [TextPieces.Piece], at index: Int) -> (Int, [String])? {
        guard pieces[index].isWord else { return nil }
        var words: [String] = []
        var found: (Int, [String])?
        var next = index
        while words.count < longest, next < pieces.count, pieces[next].isWord {
            words.append(pieces[next].text.tableForm)
            if let choices = replacements[words] { found = (next - index + 1, choices) }
            guard next + 1 < pieces.count, pieces[next + 1].text == " " else { break }
            next += 2
        }
        return found
    }
}
