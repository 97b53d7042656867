import Digests
package import Domain
import GRDB

/// Writes the examples of one ingestion, a batch per transaction.
///
/// What was committed stays whatever happens next; running the same ingestion again finds it and goes
/// on. Not to be shared between tasks.
package struct DatasetWriter: ~Copyable {
    private let store: Store
    package let dataset: DatasetRecord
    /// Whether an example that has changed in its source replaces the one in the database.
    private let replacesChanged: Bool
    /// The examples that this ingestion added or found: to meet one again is a repeated key, also where
    /// an earlier ingestion or another process had added it.
    private var met = RowSet()
    /// The row ids of media met lately, so that a picture of many captions is looked up once.
    private var knownMedia: [SHA256Digest: Int64] = [:]

    package init(store: Store, dataset: DatasetRecord, replacesChanged: Bool) throws {
        self.store = store
        self.dataset = dataset
        self.replacesChanged = replacesChanged
    }

    /// Commits a batch: all of it or, if this throws, nothing.
    package mutating func save(_ examples: [Example], refused: [RefusedRow] = []) throws
        -> IngestionCounts
    {
        try save(examples.map(PreparedExample.init), refused: refused)
    }

    /// Commits a batch that was made ready elsewhere, on another processor.
    package mutating func save(_ examples: [PreparedExample], refused: [RefusedRow] = []) throws
        -> IngestionCounts
    {
        if knownMedia.count > 100_000 { knownMedia.removeAll(keepingCapacity: true) }
        var media = knownMedia
        var met = met
        let batch = Batch(dataset: dataset, replacesChanged: replacesChanged)
        let counts = try store.write { db in
            try batch.save(examples, refused: refused, media: &media, met: &met, in: db)
        }
        // Row ids of a transaction that was rolled back must not be remembered.
        knownMedia = media
        self.met = met
        return counts
    }
}

/// An example with what the database wants to know of it, computed ahead of the transaction.
package struct PreparedExample: Sendable {
    let example: Example
    let digest: SHA256Digest
    let digestText: String
    /// JSON.
    let attributes: String

    package init(_ example: Example) {
        self.example = example
        digest = example.contentDigest
        digestText = digest.hexadecimal
        attributes =
            example.attributes.isEmpty
            ? "{}" : JSONValue.object(example.attributes.mapValues(JSONValue.string)).text
    }
}

/// One transaction of a ``DatasetWriter``.
private struct Batch {
    let dataset: DatasetRecord
    let replacesChanged: Bool

    private var datasetID: Int64 { dataset.id }
    private var sourceName: String {
        dataset.source.split(separator: "/").last.map(String.init) ?? dataset.source
    }

    func save(
        _ examples: [PreparedExample],
        refused: [RefusedRow],
        media: inout [SHA256Digest: Int64],
        met: inout RowSet,
        in db: Database
    ) throws -> IngestionCounts {
        var counts = IngestionCounts()
        counts.found = examples.count + refused.count
        var fingerprint = try storedFingerprint(db)
        var repeated: [RefusedRow] = []
        let lastID = try Int64.fetchOne(db, sql: "SELECT max(id) FROM example") ?? 0

        var insertMedium = try BulkStatement(db, Self.insertMedium)
        var findMedium = try BulkStatement(db, "SELECT id FROM media WHERE sha256 = ?")
        var insert = try BulkStatement(db, Self.insertExample)
        var find = try BulkStatement(
            db,
            "SELECT id, contentDigest FROM example WHERE datasetID = ? AND split = ? AND key = ?"
        )
        for prepared in examples {
            let example = prepared.example
            var mediumID: Int64?
            if let medium = example.medium {
                mediumID =
                    try media[medium.digest]
                    ?? Self.store(medium, insert: &insertMedium, find: &findMedium)
                media[medium.digest] = mediumID
            }
            bind(prepared, mediumID: mediumID, to: &insert)
            try insert.run()
            if insert.changes == 1 {
                fingerprint.insert(prepared.digest)
                counts.added += 1
                met.insert(db.lastInsertedRowID)
                continue
            }
            find.bind(datasetID)
            find.bind(example.split)
            find.bind(example.key)
            guard try find.step() else { continue }
            let existingID = find.integer(0)
            let existingDigest = find.string(1) ?? ""
            find.reset()
            if !met.insert(existingID) {
                let reason = "the key '\(example.key)' (split \(example.split)) appears twice"
                repeated.append(RefusedRow(file: sourceName, line: nil, reason: reason))
            } else if existingDigest == prepared.digestText {
                counts.unchanged += 1
            } else {
                counts.changed += 1
                if counts.changedKeys.count < 10 { counts.changedKeys.append(example.key) }
                guard replacesChanged else { continue }
                try replace(existingID, with: prepared, mediumID: mediumID, in: db)
                if let earlier = SHA256Digest(hexadecimal: existingDigest) {
                    fingerprint.remove(earlier)
                }
                fingerprint.insert(prepared.digest)
            }
        }
        try index(db, after: lastID)
        counts.refused = refused.count + repeated.count
        try save(refused + repeated, in: db)
        try db.execute(
            sql: """
                UPDATE dataset SET fingerprint = ?, exampleCount = exampleCount + ?, updatedAt = ?
                WHERE id = ? AND fingerprint <> ?
                """,
            arguments: [
                fingerprint.description, counts.added, timestamp(), datasetID,
                fingerprint.description,
            ]
        )
        return counts
    }

    /// Adds the batch's texts to the full-text index; no other writer can have come between.
    private func index(_ db: Database, after id: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO exampleText (rowid, text, target)
                SELECT id, text, target FROM example
                WHERE id > ? AND (text IS NOT NULL OR target IS NOT NULL)
                """,
            arguments: [id]
        )
    }

    /// Read in each transaction, since another process may be ingesting into the same dataset.
    private func storedFingerprint(_ db: Database) throws -> MultisetDigest {
        let text = try String.fetchOne(
            db,
            sql: "SELECT fingerprint FROM dataset WHERE id = ?",
            arguments: [datasetID]
        )
        return text.flatMap(MultisetDigest.init) ?? MultisetDigest()
    }

    private func bind(
        _ prepared: PreparedExample,
        mediumID: Int64?,
        to insert: inout BulkStatement
    ) {
        let example = prepared.example
        insert.bind(datasetID)
        insert.bind(example.split)
        insert.bind(example.key)
        insert.bind(example.text)
        insert.bind(mediumID)
        insert.bind(example.target?.kind.rawValue)
        insert.bind(example.target?.stored)
        insert.bind(prepared.attributes)
        insert.bind(prepared.digestText)
    }

    private func replace(
        _ id: Int64,
        with prepared: PreparedExample,
        mediumID: Int64?,
        in db: Database
    ) throws {
        let example = prepared.example
        try db.execute(
            sql: """
                UPDATE example SET text = ?, mediaID = ?, targetKind = ?, target = ?,
                    attributes = ?, contentDigest = ? WHERE id = ?
                """,
            arguments: [
                example.text, mediumID, example.target?.kind.rawValue, example.target?.stored,
                prepared.attributes, prepared.digestText, id,
            ]
        )
    }

    private func save(_ refused: [RefusedRow], in db: Database) throws {
        for row in refused {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO ingestionError (datasetID, file, line, reason, recordedAt)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [datasetID, row.file, row.line ?? 0, row.reason, timestamp()]
            )
        }
    }

    /// A medium that was referenced can be embedded later, and a referenced file can have moved; the
    /// bytes, once there, stay.
    private static let insertMedium = """
        INSERT INTO media (sha256, kind, mediaType, sizeBytes, width, height, durationSeconds,
            sampleRateHertz, channels, path, bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET
            bytes = coalesce(bytes, excluded.bytes), path = coalesce(excluded.path, path)
        WHERE (bytes IS NULL AND excluded.bytes IS NOT NULL)
            OR (excluded.path IS NOT NULL AND path IS NOT excluded.path)
        """

    private static let insertExample = """
        INSERT INTO example
        (datasetID, split, key, text, mediaID, targetKind, target, attributes, contentDigest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (datasetID, split, key) DO NOTHING
        """

    private static func store(
        _ medium: Medium,
        insert: inout BulkStatement,
        find: inout BulkStatement
    ) throws -> Int64 {
        let digest = medium.digest.hexadecimal
        insert.bind(digest)
        insert.bind(medium.kind.rawValue)
        insert.bind(medium.mediaType)
        insert.bind(medium.sizeBytes)
        insert.bind(medium.details.width)
        insert.bind(medium.details.height)
        insert.bind(medium.details.durationSeconds)
        insert.bind(medium.details.sampleRateHertz)
        insert.bind(medium.details.channels)
        switch medium.content {
        case .bytes(let bytes):
            insert.bind(nil as String?)
            insert.bind(blob: bytes)
        case .file(let path):
            insert.bind(path)
            insert.bind(blob: nil)
        case .stored, .derived:
            insert.bind(nil as String?)
            insert.bind(blob: nil)
        }
        try insert.run()
        find.bind(digest)
        guard try find.step() else { throw StorageError.mediumMissing(digest: digest) }
        defer { find.reset() }
        return find.integer(0)
    }
}
