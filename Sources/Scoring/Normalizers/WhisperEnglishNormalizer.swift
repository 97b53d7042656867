import Foundation

/// Whisper's normaliser for English, with its numbers, currencies, contractions, titles and spellings.
///
/// As in the original a text may end up with a space at its start or end; words are what white space
/// separates, so no word error rate sees it. Greek capital sigma at a word's end becomes σ here, ς there.
///
/// Radford et al. 2022, appendix C; openai/whisper 20250625, `EnglishTextNormalizer`.
/// Checked by: `Tests/Fixtures/scoring/normalizers.json`, letter by letter.
package struct WhisperEnglishNormalizer: TextNormalizer {
    package static let name = "whisper_english"
    package static let version = 1
    package static let summary =
        "Whisper's normaliser for English: numbers, contractions, spellings (openai/whisper 20250625)."

    package init() {}

    package func normalize(_ text: String) -> String {
        var scalars = ScalarText(text.lowercased())
        scalars.removeBrackets()
        Self.removeFillers(&scalars)
        Self.closeUpApostrophes(&scalars)
        for rule in Self.rules { rule.apply(to: &scalars) }
        Self.joinThousands(&scalars)
        Self.removeFullStops(&scalars)
        scalars = WhisperText.withoutDiacritics(
            scalars.string,
            keeping: [".", "%", "$", "¢", "€", "£"]
        )
        scalars = ScalarText(EnglishNumbers.normalize(scalars))
        let spelled = scalars.words.map { AmericanSpellings.table[$0] ?? $0 }
        scalars = ScalarText(spelled.joined(separator: " "))
        Self.removeLoneSymbols(&scalars)
        scalars.collapseSpaces()
        return scalars.string
    }

    private static let fillers: Set<String> = ["hmm", "mm", "mhm", "mmm", "uh", "um"]

    private static func removeFillers(_ text: inout ScalarText) {
        text.rewrite { text, place in
            guard
                text.scalars[place] == "h" || text.scalars[place] == "m"
                    || text.scalars[place] == "u", text.isBoundary(place)
            else { return nil }
            let end =
                text.scalars[place...].firstIndex { !ScalarText.isWord($0) } ?? text.scalars.count
            guard end - place <= 3,
                fillers.contains(ScalarText(Array(text.scalars[place..<end])).string)
            else { return nil }
            return (end, [])
        }
    }

    /// Removes white space before an apostrophe.
    private static func closeUpApostrophes(_ text: inout ScalarText) {
        guard text.scalars.contains("'") else { return }
        text.rewrite { text, place in
            guard ScalarText.isSpace(text.scalars[place]) else { return nil }
            let end = text.scalars[place...].firstIndex { !ScalarText.isSpace($0) }
            guard let end, text.scalars[end] == "'" else { return nil }
            return (end, [])
        }
    }

    /// Removes a comma between two digits.
    private static func joinThousands(_ text: inout ScalarText) {
        guard text.scalars.contains(",") else { return }
        text.rewrite { text, place in
            guard place + 2 < text.scalars.count, ScalarText.isDigit(text.scalars[place]),
                text.scalars[place + 1] == ",", ScalarText.isDigit(text.scalars[place + 2])
            else { return nil }
            return (place + 3, [text.scalars[place], text.scalars[place + 2]])
        }
    }

    /// Makes a space of a full stop that no digit follows.
    private static func removeFullStops(_ text: inout ScalarText) {
        guard text.scalars.contains(".") else { return }
        text.rewrite { text, place in
            guard text.scalars[place] == "." else { return nil }
            guard place + 1 < text.scalars.count else { return (place + 1, [" "]) }
            let next = text.scalars[place + 1]
            return ScalarText.isASCIIDigit(next) ? nil : (place + 2, [" ", next])
        }
    }

    /// Removes signs of currencies and points that no digit follows, and per cent signs that follow
    /// none.
    private static func removeLoneSymbols(_ text: inout ScalarText) {
        text.rewrite { text, place in
            guard EnglishNumbers.signs.contains(text.scalars[place]) || text.scalars[place] == ".",
                place + 1 < text.scalars.count
            else { return nil }
            let next = text.scalars[place + 1]
            return ScalarText.isASCIIDigit(next) ? nil : (place + 2, [" ", next])
        }
        text.rewrite { text, place in
            let scalar = text.scalars[place]
            guard !ScalarText.isASCIIDigit(scalar), place + 1 < text.scalars.count,
                text.scalars[place + 1] == "%"
            else { return nil }
            return (place + 2, [scalar, " "])
        }
    }

    // MARK: - Contractions and titles

    /// A literal that is replaced where words begin and end as it wants.
    private struct Rule: Sendable {
        let literal: [Unicode.Scalar]
        let replacement: [Unicode.Scalar]
        /// Whether it must begin where a word begins; every one must end where a word ends.
        let isWhole: Bool

        init(_ literal: String, _ replacement: String, isWhole: Bool = true) {
            self.literal = Array(literal.unicodeScalars)
            self.replacement = Array(replacement.unicodeScalars)
            self.isWhole = isWhole
        }

        func apply(to text: inout ScalarText) {
            guard let first = literal.first else { return }
            guard text.scalars.contains(first) else { return }
            text.rewrite { text, place in
                guard text.scalars[place] == first, let end = text.end(of: literal, at: place),
                    text.isBoundary(end), !isWhole || text.isBoundary(place)
                else { return nil }
                return (end, replacement)
            }
        }
    }

    /// In the order in which they are applied.
    private static let rules: [Rule] =
        [
            ("won't", "will not"), ("can't", "can not"), ("let's", "let us"), ("ain't", "aint"),
            ("y'all", "you all"), ("wanna", "want to"), ("gotta", "got to"), ("gonna", "going to"),
            ("i'ma", "i am going to"), ("imma", "i am going to"), ("woulda", "would have"),
            ("coulda", "could have"), ("shoulda", "should have"), ("ma'am", "madam"),
            // Titles leave a space of their own.
            ("mr", "mister "), ("mrs", "missus "), ("st", "saint "), ("dr", "doctor "),
            ("prof", "professor "), ("capt", "captain "), ("gov", "governor "),
            ("ald", "alderman "), ("gen", "general "), ("sen", "senator "),
            ("rep", "representative "), ("pres", "president "), ("rev", "reverend "),
            ("hon", "honorable "), ("asst", "assistant "), ("assoc", "associate "),
            ("lt", "lieutenant "), ("col", "colonel "), ("jr", "junior "), ("sr", "senior "),
            ("esq", "esquire "),
        ].map { Rule($0.0, $0.1) }
        + [
            // Perfect tenses.
            ("'d been", " had been"), ("'s been", " has been"), ("'d gone", " had gone"),
            ("'s gone", " has gone"), ("'d done", " had done"), ("'s got", " has got"),
            ("n't", " not"), ("'re", " are"), ("'s", " is"), ("'d", " would"), ("'ll", " will"),
            ("'t", " not"), ("'ve", " have"), ("'m", " am"),
        ].map { Rule($0.0, $0.1, isWhole: false) }
}
