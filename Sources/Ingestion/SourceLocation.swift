import Domain

/// A file or folder on this machine that is to be read as a dataset.
package struct SourceLocation: Sendable, Equatable {
    /// Absolute.
    package let path: String

    package init(path: String) {
        self.path = path
    }
}

/// What the user asked of an ingestion.
package struct IngestionOptions: Sendable, Equatable {
    /// What becomes of media.
    package enum MediaStorage: String, Sendable {
        /// The bytes go into the database.
        case embed
        /// The database keeps path and digest.
        case reference
    }

    package var media: MediaStorage
    /// Overrides the split that the source names.
    package var split: String?
    /// The format's own options by name, as the user wrote them.
    package var values: [String: String]

    package init(
        media: MediaStorage = .embed,
        split: String? = nil,
        values: [String: String] = [:]
    ) {
        self.media = media
        self.split = split
        self.values = values
    }
}
