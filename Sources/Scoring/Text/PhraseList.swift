/// Words and phrases that are looked for in texts, whatever their case, as whole words.
///
/// White space of any kind and length is the same, and a typographic apostrophe is a straight one. A
/// phrase begins and ends where words do: "ass" is not found in "class", and "!!" is found anywhere.
package struct PhraseList: Sendable {
    /// The phrases by their first word or sign.
    private let phrases: [[Unicode.Scalar]: [[Unicode.Scalar]]]
    /// How many different phrases there are.
    package let count: Int

    /// Makes a list; empty phrases are left out and equal ones kept once.
    package init(_ phrases: some Sequence<String>) {
        let distinct = Set(phrases.map { Self.folded($0).scalars }).filter { !$0.isEmpty }
        count = distinct.count
        self.phrases = Dictionary(
            grouping: distinct,
            by: { Self.first(of: ScalarText($0), at: 0) }
        )
    }

    /// How often a phrase of the list occurs in a text; phrases within others count too.
    package func matches(in text: String) -> Int {
        let text = Self.folded(text)
        var found = 0
        for place in text.scalars.indices {
            let isWord = ScalarText.isWord(text.scalars[place])
            if isWord, !text.isBoundary(place) { continue }
            for phrase in phrases[Self.first(of: text, at: place)] ?? [] {
                guard let end = text.end(of: phrase, at: place), let last = phrase.last else {
                    continue
                }
                if !ScalarText.isWord(last) || text.isBoundary(end) { found += 1 }
            }
        }
        return found
    }

    private static func folded(_ text: String) -> ScalarText {
        var folded = ScalarText(text.lowercased())
        folded.collapseSpaces()
        while folded.scalars.first == " " { folded.scalars.removeFirst() }
        while folded.scalars.last == " " { folded.scalars.removeLast() }
        for index in folded.scalars.indices where folded.scalars[index] == "\u{2019}" {
            folded.scalars[index] = "'"
        }
        return folded
    }

    /// The word that begins at a place, or the sign there.
    private static func first(of text: ScalarText, at place: Int) -> [Unicode.Scalar] {
        guard ScalarText.isWord(text.scalars[place]) else { return [text.scalars[place]] }
        return Array(text.scalars[place...].prefix(while: ScalarText.isWord))
    }
}
