import Domain

/// A JSON object as a list of terms and values.
enum JSONFacts {
    private static let mostMembers = 40

    /// The members by name; members that are objects of scalars themselves are written on one line.
    static func render(_ value: JSONValue, without hiddenNames: Set<String> = []) -> HTML {
        let members = (value.object ?? [:]).filter { !hiddenNames.contains($0.key) }
            .sorted { $0.key < $1.key }
        let facts = members.prefix(mostMembers).map { name, value -> HTML in
            Markup.fact(Markup.data(name, limit: 80), scalar(value))
        }
        let hidden = members.count - facts.count
        let more: HTML =
            hidden > 0 ? Markup.fact("…", "\(Numbers.count(hidden, "more member"))") : ""
        return "\(facts)\(more)"
    }

    private static func scalar(_ value: JSONValue) -> HTML {
        switch value {
        case .null: Markup.dash("not stated")
        case .object(let members) where members.values.allSatisfy(isScalar):
            Markup.data(
                members.sorted { $0.key < $1.key }
                    .map { "\($0.key) \($0.value.plain)" }
                    .joined(separator: ", ")
            )
        case .array(let values) where values.allSatisfy(isScalar):
            Markup.data(values.map(\.plain).joined(separator: ", "))
        case .string(let text) where text.utf8.count >= 32 && !text.contains(" "): Markup.code(text)
        default: Markup.data(value.plain)
        }
    }

    private static func isScalar(_ value: JSONValue) -> Bool {
        switch value {
        case .array, .object: false
        default: true
        }
    }
}
