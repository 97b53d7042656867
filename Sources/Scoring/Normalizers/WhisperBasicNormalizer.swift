import Foundation

/// Whisper's normaliser for languages other than English.
///
/// Lower case, without what stands in brackets; after compatibility composition (NFKC) every mark,
/// symbol and punctuation mark becomes a space; single spaces. An apostrophe is a space too, and so are
/// the vowel signs of Indic scripts.
///
/// Radford et al. 2022, appendix C; openai/whisper 20250625, `BasicTextNormalizer`.
package struct WhisperBasicNormalizer: TextNormalizer {
    package static let name = "whisper_basic"
    package static let version = 1
    package static let summary =
        "Whisper's normaliser for languages other than English (openai/whisper 20250625)."

    package init() {}

    package func normalize(_ text: String) -> String {
        var scalars = ScalarText(text.lowercased())
        scalars.removeBrackets()
        let composed = scalars.string.precomposedStringWithCompatibilityMapping
        scalars = ScalarText(
            composed.unicodeScalars.map { WhisperText.isRemoved($0) ? " " : $0 }
        )
        scalars = ScalarText(scalars.string.lowercased())
        scalars.collapseSpaces()
        return scalars.string
    }
}

/// What Whisper's two normalisers share.
enum WhisperText {
    /// Whether a scalar is a mark, a symbol or a punctuation mark.
    static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .mathSymbol, .currencySymbol,
            .modifierSymbol, .otherSymbol, .connectorPunctuation, .dashPunctuation,
            .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation:
            true
        default: false
        }
    }

    /// Letters that compatibility decomposition leaves alone.
    static let letters: [Unicode.Scalar: [Unicode.Scalar]] = [
        "œ": ["o", "e"], "Œ": ["O", "E"], "ø": ["o"], "Ø": ["O"], "æ": ["a", "e"],
        "Æ": ["A", "E"], "ß": ["s", "s"], "ẞ": ["S", "S"], "đ": ["d"], "Đ": ["D"], "ð": ["d"],
        "Ð": ["D"], "þ": ["t", "h"], "Þ": ["t", "h"], "ł": ["l"], "Ł": ["L"],
    ]

    /// Without diacritics, and with spaces for symbols and punctuation but some that are kept.
    static func withoutDiacritics(_ text: String, keeping kept: Set<Unicode.Scalar>) -> ScalarText {
        var result: [Unicode.Scalar] = []
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
            if kept.contains(scalar) {
                result.append(scalar)
            } else if let letters = letters[scalar] {
                result += letters
            } else if scalar.properties.generalCategory == .nonspacingMark {
                continue
            } else {
                result.append(isRemoved(scalar) ? " " : scalar)
            }
        }
        return ScalarText(result)
    }
}
