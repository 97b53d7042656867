package import Digests

/// A picture, a recording or a table: bytes addressed by their SHA-256 and kept unchanged.
package struct Medium: Sendable, Equatable {
    /// What the bytes are.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case image, audio, table
    }

    /// Where the bytes are.
    package enum Content: Sendable, Equatable {
        /// Here, to be embedded in the database.
        case bytes([UInt8])
        /// In a file at an absolute path, which is referenced and checked by hash when it is read.
        case file(String)
        /// In the database, found by the digest.
        case stored
        /// Nowhere: they are made of another medium's whenever they are read, as a perturbation does.
        indirect case derived(from: Medium)
    }

    package var digest: SHA256Digest
    package var kind: Kind
    /// The media type, such as `image/png`; a table's is `application/json`.
    package var mediaType: String
    package var sizeBytes: Int
    package var details: Details
    package var content: Content

    package init(
        digest: SHA256Digest,
        kind: Kind,
        mediaType: String,
        sizeBytes: Int,
        details: Details = Details(),
        content: Content
    ) {
        self.digest = digest
        self.kind = kind
        self.mediaType = mediaType
        self.sizeBytes = sizeBytes
        self.details = details
        self.content = content
    }

    /// What a file's header says; nil where it does not apply.
    package struct Details: Sendable, Equatable {
        /// In pixels; for a table, its columns.
        package var width: Int?
        /// In pixels; for a table, its rows without the header.
        package var height: Int?
        package var durationSeconds: Double?
        package var sampleRateHertz: Int?
        package var channels: Int?

        package init(
            width: Int? = nil,
            height: Int? = nil,
            durationSeconds: Double? = nil,
            sampleRateHertz: Int? = nil,
            channels: Int? = nil
        ) {
            self.width = width
            self.height = height
            self.durationSeconds = durationSeconds
            self.sampleRateHertz = sampleRateHertz
            self.channels = channels
        }
    }
}
