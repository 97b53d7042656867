/// Splits English texts into words and signs as the Penn Treebank does, for metrics that count words.
///
/// As NLTK's `word_tokenize`, with one difference: a full stop at the end of any word is a token of
/// its own, while NLTK leaves it at abbreviations and, by a trained model, finds sentences first.
enum EnglishTokens {
    /// The tokens of a text in lower case.
    static func words(_ text: String) -> [String] {
        var tokens: [String] = []
        for word in ScalarText(text.lowercased()).words {
            split(Array(word.unicodeScalars), into: &tokens)
        }
        return tokens
    }

    private static let signs = Set(
        ";@#$%&?!()[]{}<>\"*`\u{2018}\u{201C}\u{201D}\u{AB}\u{BB}".unicodeScalars
    )

    private static func split(_ word: [Unicode.Scalar], into tokens: inout [String]) {
        var piece: [Unicode.Scalar] = []
        func end(_ sign: [Unicode.Scalar] = []) {
            if !piece.isEmpty { splitEnding(piece, into: &tokens) }
            piece = []
            if !sign.isEmpty { tokens.append(ScalarText(sign).string) }
        }
        var place = 0
        while place < word.count {
            let scalar = word[place]
            let next = place + 1 < word.count ? word[place + 1] : nil
            var length = 0
            if signs.contains(scalar) {
                length = 1
            } else if scalar == "," || scalar == ":" {
                // Not within 1,000 and 12:30.
                length = next.map(ScalarText.isDigit) == true ? 0 : 1
            } else if scalar == "-" || scalar == "." {
                let run = word[place...].prefix { $0 == scalar }.count
                length = run > 1 ? run : 0
            }
            if length > 0 {
                end(Array(word[place..<place + length]))
                place += length
            } else {
                piece.append(scalar)
                place += 1
            }
        }
        end()
    }

    private static let endings = ["'s", "'m", "'d", "'ll", "'re", "'ve", "n't", "'"].map {
        Array($0.unicodeScalars)
    }

    /// Takes a full stop and the contractions off a word's end.
    private static func splitEnding(_ word: [Unicode.Scalar], into tokens: inout [String]) {
        var rest = word
        var taken: [String] = []
        if rest.count > 1, rest.last == "." {
            rest.removeLast()
            taken.append(".")
        }
        if let ending = endings.first(where: {
            rest.count > $0.count && rest.suffix($0.count).elementsEqual($0)
        }) {
            rest.removeLast(ending.count)
            taken.append(ScalarText(ending).string)
        }
        tokens.append(ScalarText(rest).string)
        tokens += taken.reversed()
    }
}
