/// Lower case, without punctuation, with single spaces.
///
/// Letters, marks and digits of every script stay; an apostrophe between two letters stays ("don't",
/// also written with U+2019), so that words are not cut; every other punctuation mark and symbol
/// becomes a space. Words and numbers are not rewritten.
package struct BasicNormalizer: TextNormalizer {
    package static let name = "basic"
    package static let version = 1
    package static let summary =
        "Lower case, punctuation and symbols removed, white space collapsed."

    package init() {}

    package func normalize(_ text: String) -> String {
        let scalars = Array(text.lowercased().unicodeScalars)
        var result = String.UnicodeScalarView()
        var needsSpace = false
        for (index, scalar) in scalars.enumerated() {
            var kept: Unicode.Scalar?
            if Self.isApostrophe(scalar) {
                let isInside =
                    index > 0 && index + 1 < scalars.count
                    && Self.isWord(scalars[index - 1]) && Self.isWord(scalars[index + 1])
                kept = isInside ? "'" : nil
            } else if Self.isWord(scalar) {
                kept = scalar
            }
            guard let kept else {
                needsSpace = !result.isEmpty
                continue
            }
            if needsSpace { result.append(" ") }
            needsSpace = false
            result.append(kept)
        }
        return String(result)
    }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "'" || scalar == "\u{2019}"
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
            .otherNumber:
            true
        default: false
        }
    }
}
