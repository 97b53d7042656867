/// Lists in help texts, whose lines the help's own wrapping would run together.
enum HelpText {
    /// Breaks a line at spaces into pieces of at most 78 characters; those after the first are
    /// indented, which the help's own wrapping would not do.
    static func wrapped(_ line: String, indent: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        let lead = line.prefix { $0 == " " }
        for word in line.split(separator: " ") {
            if current.isEmpty {
                current = String(lead + word)
            } else if current.count + 1 + word.count <= 78 {
                current += " " + word
            } else {
                lines.append(current)
                current = String(repeating: " ", count: indent) + word
            }
        }
        return lines + [current]
    }
}
