import Digests
package import Domain
import Foundation
import GRDB

extension Store {
    /// An example with its row id.
    package struct Stored: Sendable, Equatable {
        package let id: Int64
        package let example: Example
    }

    /// A page of a dataset's examples in the order of their ids, after a given id.
    ///
    /// Media come without their bytes: ``Medium/Content/stored`` or a file.
    package func examples(
        datasetID: Int64,
        split: String? = nil,
        after id: Int64 = 0,
        limit: Int
    ) throws -> [Stored] {
        try read { db in
            let filter = split == nil ? "" : "AND example.split = ?"
            // By row id, not by the index on dataset, split and key, whose rows would all have to be
            // sorted for each page. Other datasets' examples before the first are stepped over.
            let first =
                id > 0
                ? nil
                : try Int64.fetchOne(
                    db,
                    sql: "SELECT min(id) FROM example WHERE datasetID = ?",
                    arguments: [datasetID]
                )
            let statement = try db.cachedStatement(
                sql: """
                    SELECT example.id, split, key, text, targetKind, target, attributes,
                        sha256, media.kind, mediaType, sizeBytes, width, height, durationSeconds,
                        sampleRateHertz, channels, path, bytes IS NULL
                    FROM example NOT INDEXED LEFT JOIN media ON media.id = example.mediaID
                    WHERE datasetID = ? AND example.id > ? \(filter)
                    ORDER BY example.id LIMIT ?
                    """
            )
            var arguments: StatementArguments = [datasetID, first.map { $0 - 1 } ?? id]
            if let split { arguments += [split] }
            arguments += [limit]
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            var page: [Stored] = []
            while let row = try rows.next() {
                page.append(Stored(id: row[0], example: try Self.example(row)))
            }
            return page
        }
    }

    /// How many examples a task has to answer.
    package func exampleCount(datasetID: Int64, split: String? = nil) throws -> Int {
        try read { db in
            guard let split else {
                let sql = "SELECT exampleCount FROM dataset WHERE id = ?"
                return try Int.fetchOne(db, sql: sql, arguments: [datasetID]) ?? 0
            }
            return try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM example WHERE datasetID = ? AND split = ?",
                arguments: [datasetID, split]
            ) ?? 0
        }
    }

    /// How often each label is the target in a split, most frequent first, ties by name.
    package func labelCounts(datasetID: Int64, split: String? = nil) throws
        -> [(label: String, count: Int)]
    {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT target, count(*) AS count FROM example
                    WHERE datasetID = ? AND targetKind = 'label' AND (? IS NULL OR split = ?)
                    GROUP BY target ORDER BY count DESC, target
                    """,
                arguments: [datasetID, split, split]
            )
            .map { ($0[0], $0[1]) }
        }
    }

    /// The names of the attributes that a dataset's first examples have, sorted.
    package func attributeNames(datasetID: Int64) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT json_each.key
                    FROM (SELECT attributes FROM example WHERE datasetID = ? LIMIT 10000) AS sample,
                        json_each(sample.attributes)
                    ORDER BY 1
                    """,
                arguments: [datasetID]
            )
        }
    }

    /// The bytes of a medium, unchanged.
    ///
    /// - Throws: ``StorageError`` if it is not there, or if a referenced file cannot be read or no
    ///   longer has the digest that it had when it was ingested.
    package func bytes(of medium: Medium) throws -> [UInt8] {
        switch medium.content {
        case .bytes(let bytes): return bytes
        case .derived: throw StorageError.mediumMissing(digest: medium.digest.hexadecimal)
        case .file(let path): return try Self.bytes(ofFile: path, digest: medium.digest)
        case .stored:
            let digest = medium.digest.hexadecimal
            let row = try read {
                try Row.fetchOne(
                    $0,
                    sql: "SELECT bytes, path FROM media WHERE sha256 = ?",
                    arguments: [digest]
                )
            }
            guard let row else { throw StorageError.mediumMissing(digest: digest) }
            if let bytes = row["bytes"] as Data? { return [UInt8](bytes) }
            return try Self.bytes(ofFile: row["path"], digest: medium.digest)
        }
    }

    private static func bytes(ofFile path: String, digest: SHA256Digest) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw StorageError.mediumUnreadable(path: path, detail: error.localizedDescription)
        }
        let found = SHA256Digest(of: bytes)
        guard found == digest else {
            throw StorageError.mediumChanged(
                path: path,
                expected: digest.hexadecimal,
                found: found.hexadecimal
            )
        }
        return bytes
    }

    private static func example(_ row: Row) throws -> Example {
        let kind = (row[4] as String?).flatMap(Target.Kind.init)
        let target = try kind.map { try Target(kind: $0, stored: row[5]) }
        return Example(
            key: row[2],
            split: row[1],
            text: row[3],
            medium: medium(row),
            target: target,
            attributes: try attributes(row[6])
        )
    }

    private static func attributes(_ stored: String) throws -> [String: String] {
        if stored == "{}" { return [:] }
        return try JSONValue(parsing: stored).object?.mapValues(\.plain) ?? [:]
    }

    private static func medium(_ row: Row) -> Medium? {
        guard let digest = (row[7] as String?).flatMap(SHA256Digest.init(hexadecimal:)),
            let kind = Medium.Kind(rawValue: row[8])
        else { return nil }
        let isReferenced: Bool = row[17]
        let path: String? = row[16]
        return Medium(
            digest: digest,
            kind: kind,
            mediaType: row[9],
            sizeBytes: row[10],
            details: Medium.Details(
                width: row[11],
                height: row[12],
                durationSeconds: row[13],
                sampleRateHertz: row[14],
                channels: row[15]
            ),
            content: isReferenced ? path.map(Medium.Content.file) ?? .stored : .stored
        )
    }
}
