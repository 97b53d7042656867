import Foundation

/// An element of a page, with what is in it: enough to ask what a browser would tell a screen reader.
final class PageElement {
    let name: String
    let attributes: [String: String]
    private(set) var children: [PageElement] = []
    private(set) var text = ""
    private(set) weak var parent: PageElement?

    private init(_ name: String, _ attributes: [String: String], in parent: PageElement?) {
        self.name = name
        self.attributes = attributes
        self.parent = parent
    }

    /// This element and all in it, in the page's order.
    var all: [PageElement] { [self] + children.flatMap(\.all) }

    /// All its text, and that of pictures with a name.
    var words: String {
        let own = attributes["aria-label"] ?? text
        return ([own] + children.filter { $0.attributes["aria-hidden"] == nil }.map(\.words))
            .joined(separator: " ").trimmingCharacters
    }

    /// The elements that it stands in, the nearest first.
    var ancestors: [PageElement] { parent.map { [$0] + $0.ancestors } ?? [] }

    private static let void: Set = ["meta", "img", "br", "!doctype"]

    /// Reads a page that ``PageTags`` finds balanced.
    static func parse(_ page: String) -> PageElement {
        let root = PageElement("", [:], in: nil)
        var current = root
        var rest = page[...]
        while let start = rest.firstIndex(of: "<") {
            current.text += rest[..<start]
            rest = rest[start...].dropFirst()
            guard let end = rest.firstIndex(of: ">") else { break }
            let tag = rest[..<end]
            rest = rest[end...].dropFirst()
            if tag.hasPrefix("/") {
                current = current.parent ?? root
                continue
            }
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" }.lowercased()
            let element = PageElement(name, attributes(tag.dropFirst(name.count)), in: current)
            current.children.append(element)
            if void.contains(name) || tag.hasSuffix("/") { continue }
            if name == "script" || name == "style" {
                rest = rest.range(of: "</\(name)>").map { rest[$0.upperBound...] } ?? ""
                continue
            }
            current = element
        }
        return root
    }

    private static func attributes(_ text: Substring) -> [String: String] {
        var attributes: [String: String] = [:]
        for match in text.matches(of: #/([a-zA-Z-]+)(?:="([^"]*)")?/#) {
            attributes[match.1.lowercased()] = match.2.map(String.init) ?? ""
        }
        return attributes
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmingCharacters: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
