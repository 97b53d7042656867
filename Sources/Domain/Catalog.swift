/// An ordered, immutable list of the things of one kind that Assay knows, looked up by name.
///
/// Each seam has one: a new architecture, metric, format, task or report section is a new file and
/// a line in its catalog.
package struct Catalog<Entry: Sendable>: Sendable {
    /// What the entries are, in the singular, for messages: "metric".
    package let kind: String
    /// The entries, in the order in which they were listed.
    package let entries: [Entry]
    /// Every name, in the order of the entries.
    package let names: [String]
    private let index: [String: Int]

    /// Makes a catalog.
    ///
    /// Traps if two entries share a name: that is a mistake in the source, which the tests over
    /// every catalog find.
    package init(kind: String, _ entries: [Entry], names: (Entry) -> [String]) {
        self.kind = kind
        self.entries = entries
        var all: [String] = []
        var index: [String: Int] = [:]
        for (position, entry) in entries.enumerated() {
            for name in names(entry) {
                precondition(index[name] == nil, "two entries of the \(kind) catalog named \(name)")
                index[name] = position
                all.append(name)
            }
        }
        self.names = all
        self.index = index
    }

    /// The entry of that name.
    ///
    /// - Throws: ``UnknownNameError``, which lists the known names and the nearest one.
    package func callAsFunction(_ name: String) throws(UnknownNameError) -> Entry {
        guard let position = index[name] else {
            throw UnknownNameError(kind: kind, name: name, known: names)
        }
        return entries[position]
    }
}

/// A name that no catalog entry bears.
package struct UnknownNameError: Error, Equatable, CustomStringConvertible {
    package let kind: String
    package let name: String
    package let known: [String]

    package init(kind: String, name: String, known: [String]) {
        self.kind = kind
        self.name = name
        self.known = known
    }

    package var description: String {
        let hint = Self.nearest(to: name, in: known).map { " Did you mean '\($0)'?" } ?? ""
        let list = known.isEmpty ? "none" : known.joined(separator: ", ")
        return "unknown \(kind) '\(name)'.\(hint) Known: \(list)."
    }

    /// The known name within an edit distance of a third of the name's length, if any.
    package static func nearest(to name: String, in known: [String]) -> String? {
        let ranked = known.map { (name: $0, distance: distance(name, $0)) }
            .min { $0.distance < $1.distance }
        guard let ranked, ranked.distance <= max(2, name.count / 3) else { return nil }
        return ranked.name
    }

    /// Levenshtein distance between two short words.
    private static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.lowercased()), b = Array(b.lowercased())
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let substitution = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
