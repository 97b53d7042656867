/// Tables in Markdown, whatever the data hold.
enum MarkdownTable {
    /// The names of the columns and the rule below them; numbers stand at the right.
    static func heading(_ names: [String], numeric: Range<Int>) -> String {
        let rules = names.indices.map { numeric.contains($0) ? "---:" : "---" }
        return line(names) + "|" + rules.joined(separator: "|") + "|\n"
    }

    /// A row.
    static func line(_ cells: [String]) -> String {
        "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }

    /// Text that stays in its cell and is no markup: Markdown's and HTML's signs are escaped.
    static func cell(_ text: String) -> String {
        var cell = ""
        for scalar in Markup.clipped(text, limit: 200).unicodeScalars {
            switch scalar {
            case "|", "\\", "`", "*", "_", "[", "]", "~", "!", "#":
                cell += "\\"
                cell.unicodeScalars.append(scalar)
            case "<": cell += "&lt;"
            case ">": cell += "&gt;"
            case "&": cell += "&amp;"
            case "\n", "\r", "\t": cell += " "
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\0"..."\u{1F}", "\u{7F}":
                cell += "\u{FFFD}"
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return cell
    }
}
