package import Domain

/// A layout of files that Assay can read as a dataset.
package protocol DatasetFormat: Sendable {
    /// As commands and suites write it: `librispeech`.
    static var name: String { get }
    /// One sentence: what the layout looks like.
    static var summary: String { get }
    static var kind: DatasetKind { get }
    /// The names of the options it knows, with what they mean.
    static var options: [FormatOption] { get }
    /// Whether its media can be left where they are (`--reference`).
    ///
    /// Not so where they lie inside an
    /// archive or are bare pixels: their bytes are always handed over.
    static func canReference(_ source: SourceLocation) -> Bool

    /// Whether a file or folder looks like this format: a glance at names and first bytes.
    static func recognizes(_ source: SourceLocation) -> Bool

    /// Reads every example in a stable order, one at a time.
    ///
    /// What is wrong with a part of the source (a missing file, a bad row) is handed over as a
    /// failure in its place, and reading goes on.
    ///
    /// - Throws: ``IngestionError`` if nothing can be read at all; `UnknownNameError` for an option
    ///   that it does not have; whatever `each` throws.
    static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws
}

/// An option of a dataset format.
package struct FormatOption: Sendable {
    package let name: String
    package let summary: String

    package init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }
}
