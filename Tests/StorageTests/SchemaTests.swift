import Foundation
import GRDB
import TestSupport
import Testing

@testable import Storage

/// The schema that the migrations make, beside `db/schema.sql`, which people read.
@Suite struct SchemaTests {
    private static let golden = URL(fileURLWithPath: RepositoryPaths.root + "/db/schema.sql")

    /// Every statement of the schema in the order of creation, without SQLite's own tables and the
    /// shadow tables of the full-text indexes.
    private func dump(_ reader: any DatabaseReader) throws -> String {
        try reader.read { db in
            let shadows = try String.fetchAll(
                db,
                sql: "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
            )
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
            )
            return rows.filter { !shadows.contains($0["name"]) }
                .map { ($0["sql"] as String) + ";\n" }.joined(separator: "\n")
        }
    }

    @Test func theMigrationsMakeTheSchemaThatIsWrittenDown() throws {
        let schema =
            "-- Written by the tests (RECORD_SNAPSHOTS=1) from the migrations; not to be edited.\n\n"
            + (try dump(Store.inMemory().reader))
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try Data(schema.utf8).write(to: Self.golden)
            Issue.record("recorded db/schema.sql; run again without RECORD_SNAPSHOTS")
            return
        }
        #expect(try String(contentsOf: Self.golden, encoding: .utf8) == schema)
    }

    /// From an empty database, and from every version that a database in the world can have.
    @Test(arguments: 0...migrations.count)
    func everyEarlierVersionIsBroughtUpToDate(_ count: Int) throws {
        try Samples.inFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            do {
                let queue = try DatabaseQueue(path: path)
                try queue.write { db in
                    for migration in migrations.prefix(count) {
                        try db.execute(sql: migration.sql)
                        try db.execute(sql: "PRAGMA user_version = \(migration.version)")
                        try db.execute(sql: "PRAGMA application_id = \(Store.applicationID)")
                    }
                }
                try queue.close()
            }
            let store = try Store.open(path)
            #expect(try dump(store.reader) == dump(Store.inMemory().reader))
            let state = try store.reader.read { db in
                try (
                    Int32.fetchOne(db, sql: "PRAGMA user_version"),
                    String.fetchOne(db, sql: "PRAGMA integrity_check"),
                    Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
                )
            }
            #expect(state.0 == Store.schemaVersion)
            #expect(state.1 == "ok" && state.2 == 0)
            #expect(try store.openDataset(Samples.description).exampleCount == 0)
        }
    }
}
