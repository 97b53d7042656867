package import Domain

extension IngestionOptions {
    /// Refuses options that the format does not declare.
    ///
    /// - Throws: `UnknownNameError`, which lists the known ones.
    package func check(against format: any DatasetFormat.Type) throws(UnknownNameError) {
        let known = format.options.map(\.name)
        for name in values.keys.sorted() where !known.contains(name) {
            throw UnknownNameError(
                kind: "option of format \(format.name)",
                name: name,
                known: known
            )
        }
    }

    /// The members of an option that is a list, separated by commas; nil where it is not given.
    func list(_ name: String) -> [String]? {
        values[name].map { value in
            value.split(separator: ",").map { String($0.trimmingSpace()) }.filter { !$0.isEmpty }
        }
    }
}

extension StringProtocol {
    /// Without spaces, tabs and line ends at both ends.
    func trimmingSpace() -> SubSequence {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        guard let first = firstIndex(where: { !isSpace($0) }),
            let last = lastIndex(where: { !isSpace($0) })
        else { return self[endIndex..<endIndex] }
        return self[first...last]
    }
}
