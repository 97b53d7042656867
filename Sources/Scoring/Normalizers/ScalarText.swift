import Foundation

/// Text as Unicode scalars, with the few operations of regular expressions that Whisper's normaliser
/// is made of; characters mean what they mean to Python's `re`.
struct ScalarText {
    var scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    init(_ scalars: [Unicode.Scalar] = []) {
        self.scalars = scalars
    }

    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// `\w`: a letter, a number or an underscore, but no mark.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return scalar.properties.numericType != nil
        }
    }

    /// `\s`.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        // Looking a scalar up takes much longer than comparing it, and most are ASCII.
        if scalar.isASCII {
            return scalar == " " || (0x09...0x0D).contains(scalar.value)
                || (0x1C...0x1F).contains(scalar.value)
        }
        return scalar.properties.isWhitespace
    }

    /// `\d`: a decimal digit of any script.
    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        isASCIIDigit(scalar) || scalar.properties.generalCategory == .decimalNumber
    }

    /// `[0-9]`.
    static func isASCIIDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    /// `\b`: whether a word begins or ends before the place.
    func isBoundary(_ place: Int) -> Bool {
        let before = place > 0 && Self.isWord(scalars[place - 1])
        let after = place < scalars.count && Self.isWord(scalars[place])
        return before != after
    }

    /// Where the scalars at a place are those of a word, the place after them.
    func end(of literal: [Unicode.Scalar], at place: Int) -> Int? {
        let end = place + literal.count
        guard end <= scalars.count, scalars[place..<end].elementsEqual(literal) else { return nil }
        return end
    }

    /// Goes through the text; where `match` says what the text up to some later place becomes, that is
    /// written instead.
    mutating func rewrite(
        _ match: (ScalarText, Int) -> (end: Int, replacement: [Unicode.Scalar])?
    ) {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        var place = 0
        while place < scalars.count {
            if let found = match(self, place), found.end > place {
                result += found.replacement
                place = found.end
            } else {
                result.append(scalars[place])
                place += 1
            }
        }
        scalars = result
    }

    /// What white space separates.
    var words: [String] {
        scalars.split(whereSeparator: Self.isSpace).map { ScalarText(Array($0)).string }
    }

    /// White space as single spaces.
    mutating func collapseSpaces() {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        var isInside = false
        for scalar in scalars {
            let isSpace = Self.isSpace(scalar)
            if !isSpace { result.append(scalar) } else if !isInside { result.append(" ") }
            isInside = isSpace
        }
        scalars = result
    }

    /// Without what stands in `<>` or `[]` (of either kind on either side) and in `()`.
    mutating func removeBrackets() {
        rewrite { text, place in
            guard text.scalars[place] == "<" || text.scalars[place] == "[",
                let end = text.scalars[(place + 1)...].firstIndex(where: {
                    $0 == ">" || $0 == "]"
                })
            else { return nil }
            return (end + 1, [])
        }
        rewrite { text, place in
            guard text.scalars[place] == "(",
                let end = text.scalars[(place + 1)...].firstIndex(of: ")"), end > place + 1
            else { return nil }
            return (end + 1, [])
        }
    }
}
