package import Domain

/// An attribute by which figures are split, or several that are crossed.
package struct Grouping: Sendable, Equatable {
    package let attributes: [String]

    package init(_ attributes: [String]) {
        self.attributes = attributes
    }

    /// Between the names of crossed attributes, and between their values.
    package static let separator = " & "

    /// As figures are stored under it: `sex`, or `sex & accent`.
    package var name: String { attributes.joined(separator: Self.separator) }

    /// The groupings of a task record, a JSON array of names and of arrays of names.
    package static func list(_ groupBy: String) throws -> [Grouping] {
        try (JSONValue(parsing: groupBy).array ?? []).map { member in
            Grouping(member.strings ?? [member.string ?? ""])
        }
    }

    package var json: JSONValue {
        attributes.count == 1
            ? .string(attributes[0]) : .array(attributes.map(JSONValue.string))
    }
}
