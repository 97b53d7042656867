package import Domain
import GRDB

/// What is said of a dataset when it is made.
package struct DatasetDescription: Sendable, Equatable {
    package var name: String
    package var kind: DatasetKind
    /// The name of the format that read it.
    package var format: String
    /// The path that was read.
    package var source: String
    package var version: String?
    package var license: String?

    package init(
        name: String,
        kind: DatasetKind,
        format: String,
        source: String,
        version: String? = nil,
        license: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.format = format
        self.source = source
        self.version = version
        self.license = license
    }
}

/// A row of the table `dataset`.
package struct DatasetRecord: Sendable, Equatable, Codable, FetchableRecord {
    package var id: Int64
    package var name: String
    package var kind: String
    package var format: String
    package var source: String
    package var version: String?
    package var license: String?
    /// See `MultisetDigest`: the same for the same examples in any order.
    package var fingerprint: String
    package var exampleCount: Int
    package var createdAt: String
    package var updatedAt: String
    /// Nil while an ingestion is under way or was cut off.
    package var completedAt: String?
}

/// A part of a source that was refused.
package struct RefusedRow: Sendable, Equatable {
    package var file: String
    /// From 1; nil where the reason concerns the whole file.
    package var line: Int?
    package var reason: String

    package init(file: String, line: Int?, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}

/// What became of a batch of examples, or of a whole source.
package struct IngestionCounts: Sendable, Equatable {
    /// Examples and refused rows that the source held.
    package var found = 0
    package var added = 0
    /// In the database already, as they are.
    package var unchanged = 0
    /// In the database with other content.
    package var changed = 0
    package var refused = 0
    /// The keys of the first changed examples.
    package var changedKeys: [String] = []

    package init() {}

    package static func += (a: inout Self, b: Self) {
        a.found += b.found
        a.added += b.added
        a.unchanged += b.unchanged
        a.changed += b.changed
        a.refused += b.refused
        a.changedKeys += b.changedKeys.prefix(max(0, 10 - a.changedKeys.count))
    }
}
