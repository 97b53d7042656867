import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct StoreOpeningTests {
    @Test func aNewDatabaseBearsAssaysMarks() throws {
        try Samples.inFolder { folder in
            let path = folder.appendingPathComponent("deep/er/a.sqlite").path
            let store = try Store.open(path)
            let marks = try store.reader.read { db in
                try ["application_id", "user_version", "journal_mode", "foreign_keys"].map {
                    try String.fetchOne(db, sql: "PRAGMA \($0)") ?? ""
                }
            }
            #expect(marks == ["\(Store.applicationID)", "\(Store.schemaVersion)", "wal", "1"])
        }
    }

    @Test func everyTableIsStrict() throws {
        let loose = try Store.inMemory().reader.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM pragma_table_list
                    WHERE type = 'table' AND schema = 'main' AND NOT strict
                        AND name NOT LIKE 'sqlite_%'
                    """
            )
        }
        #expect(loose == [])
    }

    @Test func migrationsAreNumberedWithoutGaps() {
        #expect(migrations.map(\.version) == Array(1...Int32(migrations.count)))
    }

    @Test(arguments: [
        ("text", "is not an SQLite database"),
        ("foreign", "of another application"),
        ("newer", "written by a newer Assay"),
        ("truncated", "is damaged"),
        ("scribbled", "is damaged"),
    ])
    func whatIsNotOursIsRefusedAndLeftAlone(_ kind: String, _ sentence: String) throws {
        try Samples.inFolder { folder in
            let file = folder.appendingPathComponent("a.sqlite")
            try Self.make(kind, at: file)
            let before = try Data(contentsOf: file)
            for mode in [Store.Mode.readWrite, .readOnly] {
                let error = #expect(throws: StorageError.self) {
                    try Store.open(file.path, mode: mode)
                }
                #expect("\(try #require(error))".contains(sentence))
            }
            #expect(try Data(contentsOf: file) == before)
        }
    }

    /// Writes a file that must be refused.
    private static func make(_ kind: String, at file: URL) throws {
        if kind == "text" {
            try Data(String(repeating: "no database at all\n", count: 20).utf8).write(to: file)
            return
        }
        if kind == "foreign" {
            let queue = try DatabaseQueue(path: file.path)
            try queue.write { try $0.execute(sql: "CREATE TABLE other (id INTEGER)") }
            try queue.close()
            return
        }
        do {
            let pool = try DatabasePool(path: file.path)
            let store = try Store.open(file.path)
            let dataset = try store.openDataset(Samples.description)
            var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
            _ = try writer.save(Samples.captions(0..<2_000))
            if kind == "newer" {
                try pool.write { try $0.execute(sql: "PRAGMA user_version = 999") }
            }
            try (store.reader as? DatabasePool)?.close()
            try pool.close()
        }
        var data = try Data(contentsOf: file)
        if kind == "truncated" { data = data.prefix(data.count / 2) }
        if kind == "scribbled" {
            for index in stride(from: 4_096, to: data.count, by: 97) { data[index] = 0xA5 }
        }
        try data.write(to: file)
    }

    @Test func readingAskesForADatabaseThatIsThere() {
        let error = #expect(throws: StorageError.self) {
            try Store.open("/nowhere/at/all.sqlite", mode: .readOnly)
        }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("there is no database at"))
    }

    @Test func aReadOnlyStoreRefusesToWrite() throws {
        try Samples.inFolder { folder in
            let path = folder.appendingPathComponent("a.sqlite").path
            _ = try Store.open(path)
            let store = try Store.open(path, mode: .readOnly)
            #expect(throws: StorageError.self) { try store.openDataset(Samples.description) }
        }
    }

    @Test func manyConnectionsWriteAtOnceAndNoneIsTurnedAway() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("a.sqlite").path
        // Each task opens the database for itself, as a process would, from the moment when there is
        // no file yet.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writerNumber in 0..<4 {
                group.addTask {
                    let store = try Store.open(path)
                    let dataset = try store.openDataset(Samples.description)
                    var writer = try DatasetWriter(
                        store: store,
                        dataset: dataset,
                        replacesChanged: false
                    )
                    for batch in 0..<25 {
                        let first = (batch * 4 + writerNumber) * 10
                        _ = try writer.save(Samples.captions(first..<first + 10))
                    }
                }
            }
            try await group.waitForAll()
        }
        let dataset = try Store.open(path, mode: .readOnly).dataset("birds")
        #expect(dataset.exampleCount == 1_000)
        #expect(dataset.fingerprint == (try Samples.store(1_000).dataset.fingerprint))
    }
}
