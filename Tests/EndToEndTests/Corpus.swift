import Foundation
import GRDB
import TestSupport

/// A folder with sources and databases for the ingestion tests; removed at the end.
final class Corpus {
    let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-corpus-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// Rows of which some are broken and one has the key of another; returns the source's name.
    func writeManyRows(_ format: String, count: Int) throws -> String {
        if format == "jsonl" {
            let rows = (0..<count).map { row in
                if row % 9_973 == 17 { return #"{"id": \#(row), "text": "broken"# }
                let key = row == count - 5 ? 3 : row
                return #"{"id": \#(key), "text": "row \#(row)", "label": "l\#(row % 7)"}"#
            }
            try write("rows.jsonl", rows.joined(separator: "\n"))
            return "rows.jsonl"
        }
        let good = RepositoryPaths.fixtures + "/ingestion/caption-tsv/good/a.png"
        try FileManager.default.copyItem(atPath: good, toPath: folder + "/a.png")
        let rows = (0..<count).map { row in
            "\(row % 9_973 == 17 ? "gone" : "a").png\ta picture of \(row) birds"
        }
        try write("captions.tsv", rows.joined(separator: "\n"))
        return "captions.tsv"
    }

    func run(_ arguments: String..., database: String = "a.sqlite") throws -> Program.Result {
        let isHelp = arguments.contains("--help")
        return try Program.run(arguments + (isHelp ? [] : ["--db", database]), in: folder)
    }

    func ingest(
        _ format: String,
        _ source: String,
        _ more: String...,
        database: String = "a.sqlite"
    ) throws -> Program.Result {
        try Program.run(Self.arguments(format, source, database) + more, in: folder)
    }

    func start(_ format: String, _ source: String, database: String) throws -> Program.Running {
        try Program.start(Self.arguments(format, source, database), in: folder)
    }

    private static func arguments(_ format: String, _ source: String, _ database: String)
        -> [String]
    {
        ["ingest", format, source, "--name", "corpus", "--db", database]
    }

    func read<T>(_ database: String, _ body: (Database) throws -> T) throws -> T {
        try DatabaseQueue(path: folder + "/" + database).read(body)
    }

    /// How many examples there are; 0 where the database or its tables are not there yet.
    func count(_ database: String) throws -> Int {
        guard FileManager.default.fileExists(atPath: folder + "/" + database) else { return 0 }
        return try read(database) { db in
            guard try db.tableExists("example") else { return 0 }
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM example") ?? 0
        }
    }

    /// Everything that an ingestion leaves behind, but row ids, paths and times.
    func contents(_ database: String) throws -> [String] {
        try read(database) { db in
            try [
                """
                SELECT 'dataset', name, kind, format, fingerprint, exampleCount,
                    completedAt IS NOT NULL FROM dataset
                """,
                """
                SELECT 'example', split, key, text, targetKind, target, attributes, contentDigest,
                    sha256 FROM example LEFT JOIN media ON media.id = mediaID
                """,
                "SELECT 'medium', sha256, mediaType, sizeBytes, length(bytes) FROM media",
                "SELECT 'error', file, line, reason FROM ingestionError",
                "SELECT 'words', text, target FROM exampleText",
            ].flatMap { sql in
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map(\.description).joined(separator: " ")
                }
            }.sorted()
        }
    }
}
