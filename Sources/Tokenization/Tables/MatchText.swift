/// Texts as TAPAS compares them, in Unicode scalars: lower case, one space between words.
///
/// The classes of characters are those of Python's `str` methods, on which the reference rests.
package enum MatchText {
    /// Lower case, without space at the ends, one space for every run of white space.
    package static func normalized(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.utf8.count)
        var isSpacePending = false
        func append(_ scalar: Unicode.Scalar) {
            if isWhitespace(scalar) {
                isSpacePending = !result.isEmpty
                return
            }
            if isSpacePending { result.append(" ") }
            isSpacePending = false
            result.append(scalar)
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let isUpper = scalar.value >= 0x41 && scalar.value <= 0x5A
                append(isUpper ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
            } else {
                scalar.properties.lowercaseMapping.unicodeScalars.forEach(append)
            }
        }
        return result
    }

    /// Whether TAPAS takes a text for empty: `n/a`, `nan`, `?`, or nothing but punctuation and space.
    ///
    /// A text without a single character is not among them: it has no token at all.
    package static func isEmptyCell(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard scalars.contains(where: isAlphanumeric) else { return true }
        // What is left to recognise has three characters at most, and space around them.
        guard let first = scalars.firstIndex(where: { !isWhitespace($0) }),
            let last = scalars.lastIndex(where: { !isWhitespace($0) }),
            scalars.distance(from: first, to: last) == 2
        else { return false }
        let word = normalized(text)
        return word == ["n", "/", "a"] || word == ["n", "a", "n"]
    }

    /// `str.isspace`: Unicode's white space and the four separators of ASCII.
    package static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.value == 0x20 || (0x09...0x0D).contains(scalar.value)
                || (0x1C...0x1F).contains(scalar.value)
        }
        return scalar.properties.isWhitespace
    }

    /// `str.isalnum`: letters, and everything with a numeric value.
    package static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
                || (0x41...0x5A).contains(scalar.value)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            return true
        default: return scalar.properties.numericType != nil
        }
    }

    /// `\d`: 0...9 for a decimal digit of any script; nil for anything else.
    package static func digit(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) ? Int(scalar.value) - 0x30 : nil
        }
        guard scalar.properties.generalCategory == .decimalNumber,
            let value = scalar.properties.numericValue
        else { return nil }
        return Int(value)
    }
}
