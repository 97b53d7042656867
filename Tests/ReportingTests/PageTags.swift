/// The tags of a page that we wrote, found without a browser: enough to see that nothing else is one.
struct PageTags {
    struct Attribute {
        let name: String
        let value: String
    }

    /// Opening tags in their order.
    private(set) var names: [String] = []
    private(set) var attributes: [Attribute] = []
    /// Tags that are not closed, or closed without being open.
    private(set) var unbalanced: [String] = []

    private static let void: Set = ["meta", "img", "br", "!doctype"]

    init(_ page: String) {
        var open: [String] = []
        var rest = page.utf8[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...].dropFirst()
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
                unbalanced.append("<")
                break
            }
            let tag = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[end...].dropFirst()
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst()).lowercased()
                if open.last == name { open.removeLast() } else { unbalanced.append(tag) }
                continue
            }
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" }.lowercased()
            names.append(name)
            addAttributes(tag.dropFirst(name.count))
            // What is drawn closes itself.
            if Self.void.contains(name) || tag.hasSuffix("/") { continue }
            open.append(name)
            if name == "script" || name == "style" {
                // Raw text, to the closing tag.
                let close = Array("</\(name)>".utf8)
                while !rest.isEmpty, !rest.starts(with: close) { rest = rest.dropFirst() }
            }
        }
        unbalanced += open
    }

    func count(_ name: String) -> Int { names.count { $0 == name } }

    private mutating func addAttributes(_ text: Substring) {
        var rest = text
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            let name = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != "/" }
            guard !name.isEmpty else { return }
            rest = rest.dropFirst(name.count)
            var value = Substring()
            if rest.hasPrefix("=\"") {
                value = rest.dropFirst(2).prefix { $0 != "\"" }
                rest = rest.dropFirst(value.count + 3)
            }
            attributes.append(Attribute(name: name.lowercased(), value: String(value)))
        }
    }
}

/// A reader of RFC 4180, for the tests.
enum CSVText {
    static func parse(_ text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true):
                if scalars.first == "\"" {
                    field.append("\"")
                    scalars = scalars.dropFirst()
                } else {
                    isQuoted = false
                }
            case ("\"", false): isQuoted = true
            case (",", false):
                rows[rows.count - 1].append(String(field))
                field = .init()
            case ("\r", false): break
            case ("\n", false):
                rows[rows.count - 1].append(String(field))
                field = .init()
                rows.append([])
            default: field.append(scalar)
            }
        }
        return rows.filter { !$0.isEmpty }
    }
}
