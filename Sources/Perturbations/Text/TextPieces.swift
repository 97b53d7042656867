/// A text taken apart into words and what stands between them; joined, they are the text again.
///
/// A word is a run of letters, digits and marks; an apostrophe between two of them belongs to it
/// (`don't`). The edges of the text are like any others: a word may begin or end there.
struct TextPieces {
    struct Piece: Equatable {
        var text: String
        let isWord: Bool
    }

    private(set) var pieces: [Piece]

    init(_ text: String) {
        let characters = Array(text)
        var pieces: [Piece] = []
        for (index, character) in characters.enumerated() {
            let isWord = Self.isInWord(character, characters, index)
            if pieces.last?.isWord == isWord {
                pieces[pieces.count - 1].text.append(character)
            } else {
                pieces.append(Piece(text: String(character), isWord: isWord))
            }
        }
        self.pieces = pieces
    }

    private static func isInWord(_ character: Character, _ all: [Character], _ index: Int) -> Bool {
        if character.isLetter || character.isNumber { return true }
        guard apostrophes.contains(character), index > 0, index + 1 < all.count else { return false }
        return all[index - 1].isLetter && all[index + 1].isLetter
    }

    static let apostrophes: Set<Character> = ["'", "’"]
}

extension String {
    /// In lower case and with straight apostrophes, as the tables have words.
    var tableForm: String { lowercased().replacing("’", with: "'") }

    /// The same words with the case of a pattern: all capitals, a capital first, or as they are.
    func cased(like pattern: String) -> String {
        let letters = pattern.filter(\.isLetter)
        guard let first = letters.first, first.isUppercase else { return self }
        // A single capital, as in "I" or at the start of a sentence, says nothing of what follows.
        if letters.count > 1, !letters.contains(where: \.isLowercase) { return uppercased() }
        return prefix(1).uppercased() + dropFirst()
    }
}
