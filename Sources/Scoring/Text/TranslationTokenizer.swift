/// How a sentence is cut into words before n-grams are counted, as sacreBLEU 2.6.0 cuts it.
package enum TranslationTokenizer: String, CaseIterable, Sendable {
    /// Of the script mteval-v13a, WMT's: punctuation apart, but not inside numbers.
    case mteval13a = "13a"
    /// Of the script mteval-v14: by Unicode's punctuation and symbols.
    case international = "intl"
    /// Every character by itself.
    case characters = "char"
    /// White space alone.
    case none

    /// The words of a sentence.
    func words(_ sentence: String) -> [String] {
        var text = ScalarText(sentence)
        while let last = text.scalars.last, ScalarText.isSpace(last) { text.scalars.removeLast() }
        switch self {
        case .mteval13a: Self.cut13a(&text)
        case .international: Self.cutInternationally(&text)
        case .characters:
            return text.scalars.filter { !ScalarText.isSpace($0) }.map { String(Character($0)) }
        case .none: break
        }
        return text.words
    }

    private static func cut13a(_ text: inout ScalarText) {
        text.replace("<skipped>", with: "")
        text.replace("-\n", with: "")
        text.replace("\n", with: " ")
        text.replaceEntities()
        text.scalars = [" "] + text.scalars + [" "]
        text.separatePunctuation()
    }

    private static func cutInternationally(_ text: inout ScalarText) {
        text.rewrite { text, place in
            guard place + 1 < text.scalars.count, !isNumber(text.scalars[place]),
                isPunctuation(text.scalars[place + 1])
            else { return nil }
            return (place + 2, [text.scalars[place], " ", text.scalars[place + 1], " "])
        }
        text.rewrite { text, place in
            guard place + 1 < text.scalars.count, isPunctuation(text.scalars[place]),
                !isNumber(text.scalars[place + 1])
            else { return nil }
            return (place + 2, [" ", text.scalars[place], " ", text.scalars[place + 1]])
        }
        text.rewrite { text, place in
            isSymbol(text.scalars[place]) ? (place + 1, [" ", text.scalars[place], " "]) : nil
        }
    }

    private static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }

    private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
        default: false
        }
    }
}

extension ScalarText {
    /// Replaces a literal wherever it stands.
    mutating func replace(_ literal: String, with replacement: String) {
        let literal = Array(literal.unicodeScalars)
        let replacement = Array(replacement.unicodeScalars)
        guard let first = literal.first, scalars.contains(first) else { return }
        rewrite { text, place in
            text.end(of: literal, at: place).map { ($0, replacement) }
        }
    }

    /// Reads four entities of XML, one kind after the other.
    mutating func replaceEntities() {
        guard scalars.contains("&") else { return }
        replace("&quot;", with: "\"")
        replace("&amp;", with: "&")
        replace("&lt;", with: "<")
        replace("&gt;", with: ">")
    }

    /// Puts spaces around ASCII punctuation, but not around full stops and commas between digits,
    /// apostrophes, and hyphens that follow no digit.
    mutating func separatePunctuation() {
        separateSymbols()
        separateStops()
    }

    /// Puts spaces around ASCII symbols other than `'`, `,`, `-` and `.`.
    mutating func separateSymbols() {
        rewrite { text, place in
            let scalar = text.scalars[place]
            switch scalar {
            case "{"..."~", "["..."`", " "..."&", "("..."+", ":"..."@", "/":
                return (place + 1, [" ", scalar, " "])
            default: return nil
            }
        }
    }

    /// Puts spaces around full stops and commas that have no digit on one side, and around hyphens
    /// after digits.
    mutating func separateStops() {
        func isStop(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
        rewrite { text, place in
            guard place + 1 < text.scalars.count, isStop(text.scalars[place + 1]),
                !Self.isASCIIDigit(text.scalars[place])
            else { return nil }
            return (place + 2, [text.scalars[place], " ", text.scalars[place + 1], " "])
        }
        rewrite { text, place in
            guard place + 1 < text.scalars.count, isStop(text.scalars[place]),
                !Self.isASCIIDigit(text.scalars[place + 1])
            else { return nil }
            return (place + 2, [" ", text.scalars[place], " ", text.scalars[place + 1]])
        }
        rewrite { text, place in
            guard place + 1 < text.scalars.count, text.scalars[place + 1] == "-",
                Self.isASCIIDigit(text.scalars[place])
            else { return nil }
            return (place + 2, [text.scalars[place], " ", "-", " "])
        }
    }
}
