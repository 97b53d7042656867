/// A file or folder on this machine that is to be read as a dataset.
package struct SourceLocation: Sendable, Equatable {
    /// Absolute.
    package let path: String

    /// - Parameter path: Absolute; slashes at its end are dropped.
    package init(path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The last part of the path.
    var name: String { path.lastPathComponent }
    var isFolder: Bool { FileTree.isFolder(path) }
    var isFile: Bool { FileTree.isFile(path) }

    /// Whether it is a file that looks like a tar or zip archive, by its name.
    var isArchive: Bool {
        let name = path.lowercased()
        return isFile && [".tar", ".tar.gz", ".tgz", ".zip"].contains { name.hasSuffix($0) }
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
