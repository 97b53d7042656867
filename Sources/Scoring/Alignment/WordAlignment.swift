/// Alignment of two texts word by word, a word being what white space separates.
package enum WordAlignment {
    /// The counts of the best alignment (see ``Alignment``).
    package static func counts(reference: String, hypothesis: String) -> EditCounts {
        // Words are numbered first: comparing numbers is many times faster than comparing strings.
        var numbers: [Substring: Int32] = [:]
        func number(_ word: Substring) -> Int32 {
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
        Alignment.pairs(
            reference: words(reference).map(String.init),
            hypothesis: words(hypothesis).map(String.init)
        )
    }

    private static func words(_ text: String) -> [Substring] {
        // Most text is ASCII, whose bytes are split many times faster than characters.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map(Substring.init)
        }
        return text.split(whereSeparator: \.isWhitespace)
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
