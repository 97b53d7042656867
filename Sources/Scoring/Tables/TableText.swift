import Foundation

/// The text normalisation of WikiTableQuestions' official evaluator, version 1.0.2.
enum TableText {
    /// Compatibility decomposition without marks, one kind of quote and dash, no footnote signs, no
    /// details in brackets at the end, no quotes around it, no full stop at the end, single spaces,
    /// lower case.
    static func normalize(_ text: String) -> String {
        var scalars: [Unicode.Scalar] = []
        for scalar in decomposed(text) where scalar.properties.generalCategory != .nonspacingMark {
            scalars.append(unified(scalar))
        }
        while true {
            let before = scalars
            scalars = withoutFootnotes(trimmed(scalars))
            scalars = withoutDetails(trimmed(scalars))
            scalars = withoutQuotes(trimmed(scalars))
            if scalars == before { break }
        }
        if scalars.last == "." { scalars.removeLast() }
        var result = String.UnicodeScalarView()
        for word in scalars.split(whereSeparator: isSpace) {
            if !result.isEmpty { result.append(" ") }
            result.append(contentsOf: word)
        }
        return String(result).lowercased()
    }

    private static func decomposed(_ text: String) -> [Unicode.Scalar] {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        return Array(
            (isASCII ? text : text.decomposedStringWithCompatibilityMapping).unicodeScalars
        )
    }

    private static func unified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{2018}", "\u{2019}", "\u{00B4}", "`": "'"
        case "\u{201C}", "\u{201D}": "\""
        case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": "-"
        default: scalar
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }

    private static func trimmed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(scalars[first...last])
    }

    /// Without `[...]` at the end (unless it is all there is and no number) and without signs that
    /// mark footnotes.
    private static func withoutFootnotes(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var end = scalars.count
        while end > 0 {
            switch scalars[end - 1] {
            case "\u{2022}", "\u{2666}", "\u{2020}", "\u{2021}", "*", "#", "+":
                end -= 1
            case "]":
                guard let start = bracket("[", in: scalars[..<(end - 1)], closedBy: "]") else {
                    return Array(scalars[..<end])
                }
                end = start
            default:
                return Array(scalars[..<end])
            }
        }
        return []
    }

    /// Where the last bracketed part begins: at the first opening bracket after the closing one
    /// before.
    ///
    /// At the very start only a number in brackets counts.
    private static func bracket(
        _ opening: Unicode.Scalar,
        in scalars: ArraySlice<Unicode.Scalar>,
        closedBy closing: Unicode.Scalar
    ) -> Int? {
        let earliest = scalars.lastIndex(of: closing).map { $0 + 1 } ?? scalars.startIndex
        for index in scalars[earliest...].indices where scalars[index] == opening {
            let inside = scalars[(index + 1)...]
            let isNumber = !inside.isEmpty && inside.allSatisfy { ("0"..."9").contains($0) }
            if index > 0 || isNumber { return index }
        }
        return nil
    }

    /// Without ` (...)` at the end, repeatedly.
    private static func withoutDetails(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var end = scalars.count
        while end > 0, scalars[end - 1] == ")" {
            let inside = scalars[..<(end - 1)]
            let earliest = inside.lastIndex(of: ")").map { $0 + 1 } ?? 0
            let start = inside[earliest...].indices.first {
                $0 > 0 && $0 + 1 < inside.endIndex && scalars[$0] == " " && scalars[$0 + 1] == "("
            }
            guard let start else { break }
            end = start
        }
        return Array(scalars[..<end])
    }

    /// Without the quotes of a text that is quoted as a whole.
    private static func withoutQuotes(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.count >= 2, scalars.first == "\"", scalars.last == "\"" else {
            return scalars
        }
        let inside = scalars[1..<(scalars.count - 1)]
        return inside.contains("\"") ? scalars : Array(inside)
    }
}
