/// The entities that tags of words mark, as seqeval 1.2.2 reads them.
enum Entities {
    /// An entity of a type over words, both ends included.
    struct Entity: Hashable {
        let type: String
        let first: Int
        let last: Int
    }

    private struct Tag {
        let prefix: Character
        let type: String

        init(_ tag: String) {
            prefix = tag.first ?? "O"
            let rest = tag.dropFirst()
            let type = rest.firstIndex(of: "-").map { rest[rest.index(after: $0)...] } ?? rest
            self.type = type.isEmpty ? "_" : String(type)
        }
    }

    /// As conlleval reads: `I-X` after `O` or after another type begins an entity too.
    ///
    /// Knows B, I, E, S and O.
    static func lenient(_ tags: [String]) -> [Entity] {
        var entities: [Entity] = []
        var before = Tag("O")
        var first = 0
        for (place, text) in (tags + ["O"]).enumerated() {
            let tag = Tag(text)
            if ends(before, tag) {
                entities.append(Entity(type: before.type, first: first, last: place - 1))
            }
            if begins(before, tag) { first = place }
            before = tag
        }
        return entities
    }

    private static func ends(_ before: Tag, _ tag: Tag) -> Bool {
        switch before.prefix {
        case "E", "S": true
        case "B", "I":
            tag.prefix == "B" || tag.prefix == "S" || tag.prefix == "O"
                || before.type != tag.type
        case "O", ".": false
        default: before.type != tag.type
        }
    }

    private static func begins(_ before: Tag, _ tag: Tag) -> Bool {
        switch tag.prefix {
        case "B", "S": true
        case "O", ".": false
        case "E", "I": ["E", "S", "O"].contains(before.prefix) || before.type != tag.type
        default: before.type != tag.type
        }
    }

    /// As IOB2 wants it: an entity is `B-X` and the `I-X` after it, and an `I-X` elsewhere is none.
    ///
    /// - Returns: Nil where a tag begins with anything but B, I and O.
    static func strict(_ tags: [String]) -> [Entity]? {
        var entities: [Entity] = []
        var open: (type: String, first: Int)?
        for (place, text) in (tags + ["O"]).enumerated() {
            guard let prefix = text.first, ["B", "I", "O"].contains(prefix) else { return nil }
            let type = strictType(text)
            if prefix == "I", let open, open.type == type { continue }
            if let ended = open {
                entities.append(Entity(type: ended.type, first: ended.first, last: place - 1))
            }
            open = prefix == "B" ? (type, place) : nil
        }
        return entities
    }

    /// What follows the first letter, without hyphens at its ends.
    private static func strictType(_ tag: String) -> String {
        var type = tag.dropFirst()
        while type.first == "-" { type.removeFirst() }
        while type.last == "-" { type.removeLast() }
        return type.isEmpty ? "_" : String(type)
    }
}
