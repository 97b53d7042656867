import Domain

/// A JSON file whose top-level object has a list, such as `{"version": ..., "data": [...]}`: the layout
/// of most sets of questions.
struct QuestionFile {
    let path: String
    let name: String

    init(_ path: String) {
        self.path = path
        name = path.lastPathComponent
    }

    /// The first element of a member that is an array, for a glance; nil if there is none.
    static func first(of member: String, _ path: String) -> JSONValue? {
        guard path.lowercased().hasSuffix(".json"), FileTree.isFile(path),
            var stream = try? JSONStream(path, name: path),
            (try? stream.startsWithArray()) == false
        else { return nil }
        var first: JSONValue?
        struct Stop: Error {}
        try? stream.members({ $0 == member ? .elements : .skip }) { _, value in
            first = value
            throw Stop()
        }
        return first
    }

    /// Hands over the elements of an array with their numbers, from 1.
    ///
    /// - Returns: The plain members that stand before the array, such as `version`.
    /// - Throws: ``IngestionError`` if there is no such array, or the JSON is broken; what `each` throws.
    @discardableResult
    func elements(
        of member: String,
        also members: [String] = [],
        each: (Int, JSONValue) throws -> Void
    ) throws -> [String: JSONValue] {
        var count = 0
        var others: [String: JSONValue] = [:]
        var isThere = false
        var stream = try JSONStream(path, name: name)
        try stream.members({ key in
            if key == member { isThere = true }
            return key == member ? .elements : members.contains(key) ? .whole : .skip
        }) { key, value in
            guard key == member else {
                others[key] = value
                return
            }
            count += 1
            try each(count, value)
        }
        guard isThere else {
            throw IngestionError(
                file: name,
                reason: "expected an object with a list '\(member)', found none of that name"
            )
        }
        return others
    }

    /// What is wrong with an element: which one, and why.
    func error(_ what: String, _ reason: String) -> IngestionError {
        IngestionError(file: name, reason: "\(what): \(reason)")
    }
}
