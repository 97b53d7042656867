/// Why a part of a source could not be ingested: where, and the reason in a sentence.
package struct IngestionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, relative to the source; for an archive, the member's name.
    package var file: String
    /// From 1; nil where the reason concerns the whole file.
    package var line: Int?
    /// What was expected, what was found, and what to do where that is known.
    package var reason: String

    package init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String {
        line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
