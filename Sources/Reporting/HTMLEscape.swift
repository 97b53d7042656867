/// Makes text safe inside HTML elements and inside attributes in double or single quotes.
enum HTMLEscape {
    /// Appends text with `& < > " '` as character references.
    ///
    /// Control characters that HTML forbids become U+FFFD. Characters that override the direction of
    /// what follows (U+202A...U+202E, U+2066...U+2069) are shown by name, such as `[U+202E]`: they can
    /// make a wrong answer look right. Direction marks (U+200E, U+200F) and letters of every script
    /// are kept.
    static func append(_ text: String, to output: inout String) {
        var text = text
        let plain = text.withUTF8 { bytes in bytes.allSatisfy(isPlain) }
        if plain {
            output += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                output += "[U+" + String(scalar.value, radix: 16, uppercase: true) + "]"
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": output += "\u{FFFD}"
            default: output.unicodeScalars.append(scalar)
            }
        }
    }

    /// ASCII that needs no change.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            false
        case 0x20...0x7E, 0x09, 0x0A: true
        default: false
        }
    }
}
