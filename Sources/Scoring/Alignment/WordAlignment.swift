/// Alignment of two texts word by word, a word being what white space separates.
package enum WordAlignment {
    /// The counts of the best alignment (see ``Alignment``).
    package static func counts(reference: String, hypothesis: String) -> EditCounts {
        // Words are numbered first: comparing numbers is many times faster than comparing strings.
        var numbers: [Word: Int32] = [:]
        func number(_ word: Word) -> Int32 {
            if let number = numbers[word] { return number }
            let number = Int32(numbers.count)
            numbers[word] = number
            return number
        }
        return Alignment.counts(
            reference: words(reference).map(number),
            hypothesis: words(hypothesis).map(number)
        )
    }

    /// The best alignment, word by word, for people to look at.
    package static func pairs(reference: String, hypothesis: String) -> [AlignedPair<String>] {
        Alignment.pairs(reference: words(reference), hypothesis: words(hypothesis)).map { pair in
            pair.map { String($0.text) }
        }
    }

    /// A word that equals another only scalar by scalar, as in jiwer: a composed and a decomposed é,
    /// which Swift takes for the same, are an error that a normaliser has to remove.
    private struct Word: Hashable, Sendable {
        let text: Substring

        static func == (a: Self, b: Self) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private static func words(_ text: String) -> [Word] {
        // Most text is ASCII, whose bytes are split many times faster than characters.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map {
                Word(text: Substring($0))
            }
        }
        return text.split(whereSeparator: \.isWhitespace).map(Word.init)
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
