import Domain
import GRDB

extension Store {
    /// Every dataset, by name.
    package func datasets() throws -> [DatasetRecord] {
        try read { try DatasetRecord.fetchAll($0, sql: "SELECT * FROM dataset ORDER BY name") }
    }

    /// The dataset of that name; nil if there is none.
    package func findDataset(_ name: String) throws -> DatasetRecord? {
        try read {
            try DatasetRecord.fetchOne(
                $0,
                sql: "SELECT * FROM dataset WHERE name = ?",
                arguments: [name]
            )
        }
    }

    /// The dataset of that name.
    ///
    /// - Throws: ``StorageError/unknownDataset(name:known:)``.
    package func dataset(_ name: String) throws -> DatasetRecord {
        guard let record = try findDataset(name) else {
            throw StorageError.unknownDataset(name: name, known: try datasets().map(\.name))
        }
        return record
    }

    /// Makes a dataset, or returns the one of that name; a licence or version that is given now is
    /// taken over.
    ///
    /// - Throws: ``StorageError/differentDataset(name:property:existing:found:)`` if it is there
    ///   with another kind or format.
    package func openDataset(_ description: DatasetDescription) throws -> DatasetRecord {
        if try findDataset(description.name) == nil {
            try write { db in
                try db.execute(
                    sql: """
                        INSERT OR IGNORE INTO dataset
                        (name, kind, format, source, version, license, fingerprint, createdAt,
                         updatedAt)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        description.name, description.kind.rawValue, description.format,
                        description.source, description.version, description.license,
                        emptyFingerprint, timestamp(), timestamp(),
                    ]
                )
            }
        }
        let record = try dataset(description.name)
        for (property, existing, found) in [
            ("kind", record.kind, description.kind.rawValue),
            ("format", record.format, description.format),
        ] where existing != found {
            throw StorageError.differentDataset(
                name: description.name,
                property: property,
                existing: existing,
                found: found
            )
        }
        let isCorrected =
            description.license.map { $0 != record.license } == true
            || description.version.map { $0 != record.version } == true
        guard isCorrected else { return record }
        try write { db in
            try db.execute(
                sql: """
                    UPDATE dataset SET license = coalesce(?, license),
                        version = coalesce(?, version), updatedAt = ?
                    WHERE id = ?
                    """,
                arguments: [description.license, description.version, timestamp(), record.id]
            )
        }
        return try dataset(description.name)
    }

    /// Forgets what was refused of a source that is about to be read again: what has been mended
    /// since is no longer an error, and the rest will be met again.
    ///
    /// A dataset may have come from several sources; the rows of the others stay.
    package func forgetRefusals(of source: String, in dataset: DatasetRecord) throws {
        let name = source.split(separator: "/").last.map(String.init) ?? source
        try write { db in
            try db.execute(
                sql: "DELETE FROM ingestionError WHERE datasetID = ? AND (? OR file = ?)",
                arguments: [dataset.id, source == dataset.source, name]
            )
        }
    }

    /// Notes that a source of the dataset is being read, or was read to its end.
    package func setComplete(_ isComplete: Bool, datasetID: Int64) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE dataset SET completedAt = ? WHERE id = ?",
                arguments: [isComplete ? timestamp() : nil, datasetID]
            )
        }
    }

    /// Removes a dataset without examples and runs; any other stays as it is.
    package func removeEmptyDataset(id: Int64) throws {
        try write { db in
            try db.execute(
                sql: """
                    DELETE FROM dataset
                    WHERE id = ? AND NOT EXISTS (SELECT 1 FROM example WHERE datasetID = dataset.id)
                        AND NOT EXISTS (SELECT 1 FROM task WHERE datasetID = dataset.id)
                    """,
                arguments: [id]
            )
        }
    }

    /// How many examples a dataset has in each split, by the split's name.
    package func splits(datasetID: Int64) throws -> [(split: String, count: Int)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT split, count(*) AS count FROM example WHERE datasetID = ?
                    GROUP BY split ORDER BY split
                    """,
                arguments: [datasetID]
            )
            .map { ($0["split"], $0["count"]) }
        }
    }

    /// How many different refusals of a dataset's sources are recorded.
    package func refusedCount(datasetID: Int64) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM ingestionError WHERE datasetID = ?",
                arguments: [datasetID]
            ) ?? 0
        }
    }

    /// The rows of a dataset's sources that were refused, in the order in which they were met.
    package func refusedRows(datasetID: Int64, limit: Int) throws -> [RefusedRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT file, line, reason FROM ingestionError WHERE datasetID = ?
                    ORDER BY id LIMIT ?
                    """,
                arguments: [datasetID, limit]
            )
            .map { row in
                let line: Int = row["line"]
                return RefusedRow(
                    file: row["file"],
                    line: line == 0 ? nil : line,
                    reason: row["reason"]
                )
            }
        }
    }
}
