import Foundation
package import GRDB

/// An Assay database: the one place that writes to it.
///
/// Several processes may use one database at once: write-ahead logging lets readers go on, writers
/// take turns and wait for each other. Every commit is flushed to the disk before it counts.
package final class Store: Sendable {
    /// `PRAGMA application_id`: "ASSY" in ASCII.
    package static let applicationID: Int32 = 0x4153_5359
    /// The schema version that this program writes.
    package static var schemaVersion: Int32 { migrations.last?.version ?? 0 }

    /// How a database is opened.
    package enum Mode: Sendable {
        /// Made if there is none, brought up to date if it is older.
        case readWrite
        /// Must be there and up to date; nothing is written.
        case readOnly
    }

    /// For queries; writes go through this class's methods.
    package let reader: any DatabaseReader
    private let writer: (any DatabaseWriter)?
    /// Where the database is; nil in memory.
    package let path: String?

    private init(reader: any DatabaseReader, writer: (any DatabaseWriter)?, path: String?) {
        self.reader = reader
        self.writer = writer
        self.path = path
    }

    /// Opens the database at a path.
    ///
    /// - Throws: ``StorageError`` if it is missing (read-only), of another application, of a newer
    ///   version or damaged; in these cases the file is left as it was.
    package static func open(_ path: String, mode: Mode = .readWrite) throws -> Store {
        let path = URL(fileURLWithPath: path).standardizedFileURL.path
        let version = try inspect(path)
        do {
            switch mode {
            case .readOnly:
                guard let version else { throw StorageError.missing(path: path) }
                guard version == schemaVersion else {
                    throw StorageError.older(path: path, version: version, known: schemaVersion)
                }
                let queue = try DatabaseQueue(path: path, configuration: configuration(.readOnly))
                return Store(reader: queue, writer: nil, path: path)
            case .readWrite:
                try FileManager.default.createDirectory(
                    at: URL(fileURLWithPath: path).deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                let pool = try openPool(path)
                try migrate(pool)
                return Store(reader: pool, writer: pool, path: path)
            }
        } catch let error as DatabaseError {
            throw error.sentence(path: path)
        } catch let error as CocoaError {
            throw StorageError.unwritable(path: path, detail: error.localizedDescription)
        }
    }

    /// A fresh database in memory, for tests.
    package static func inMemory() throws -> Store {
        let queue = try DatabaseQueue(configuration: configuration(.readWrite))
        try migrate(queue)
        return Store(reader: queue, writer: queue, path: nil)
    }

    /// Runs statements in one transaction that no other writer can come between.
    func write<T>(_ body: (Database) throws -> T) throws -> T {
        guard let writer else {
            throw StorageError.unwritable(path: path ?? "", detail: "opened for reading only")
        }
        do {
            return try writer.write(body)
        } catch let error as DatabaseError {
            throw error.sentence(path: path ?? "in memory")
        }
    }

    /// Reads in one snapshot.
    func read<T>(_ body: (Database) throws -> T) throws -> T {
        do {
            return try reader.read(body)
        } catch let error as DatabaseError {
            throw error.sentence(path: path ?? "in memory")
        }
    }

    // MARK: - Opening

    private static func configuration(_ mode: Mode) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = mode == .readOnly
        configuration.maximumReaderCount = 2
        // Another process may hold the write lock for a whole batch. Waiting is what the user wants;
        // ten minutes without a turn means that something is wrong.
        configuration.busyMode = .callback { tries in
            usleep(useconds_t(min(1_000 * (tries + 1), 50_000)))
            return tries < 12_000
        }
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            guard !db.configuration.readonly else { return }
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA cache_size = -49152;
                    PRAGMA wal_autocheckpoint = 32768;
                    PRAGMA journal_size_limit = 67108864;
                    """
            )
        }
        return configuration
    }

    /// Opens a pool; switching a new file to write-ahead logging does not wait for a lock by itself,
    /// so a second process that does the same is waited for here.
    private static func openPool(_ path: String) throws -> DatabasePool {
        var tries = 0
        while true {
            do {
                return try DatabasePool(path: path, configuration: configuration(.readWrite))
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && tries < 600
            {
                tries += 1
                usleep(50_000)
            }
        }
    }

    private static func migrate(_ writer: any DatabaseWriter) throws {
        try writer.writeWithoutTransaction { db in
            // A table that is made anew is dropped first, which must not delete what refers to it.
            // The setting does nothing inside a transaction.
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
            try db.inTransaction(.immediate) {
                let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                for migration in migrations where migration.version > version {
                    try db.execute(sql: migration.sql)
                    try db.execute(sql: "PRAGMA user_version = \(migration.version)")
                    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                }
                // Only where something was there before; in a new database nothing can dangle.
                if version > 0, version < schemaVersion { try db.checkForeignKeys() }
                return .commit
            }
        }
    }

    /// Looks at a file without writing: its schema version, or nil if there is nothing there yet.
    private static func inspect(_ path: String) throws -> Int32? {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
                let detail = isFolder.boolValue ? "it is a folder" : "it cannot be read"
                throw StorageError.unwritable(path: path, detail: detail)
            }
            return nil
        }
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
        let header = [UInt8](try handle.read(upToCount: 100) ?? Data())
        if header.isEmpty { return nil }
        guard header.count == 100, header.starts(with: "SQLite format 3\0".utf8) else {
            throw StorageError.notADatabase(path: path)
        }
        try requireWhole(path, header: header, size: size)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(.readOnly))
            return try queue.read { db in try inspect(db, path: path, size: size) }
        } catch let error as DatabaseError {
            throw error.sentence(path: path)
        }
    }

    /// A file shorter than its header says has lost its end, unless the rest is in the log.
    private static func requireWhole(_ path: String, header: [UInt8], size: UInt64) throws {
        let rawPageSize = UInt64(header[16]) << 8 | UInt64(header[17])
        let pageSize = rawPageSize == 1 ? 65_536 : rawPageSize
        let pages = header[28..<32].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let log = (try? FileManager.default.attributesOfItem(atPath: path + "-wal"))?[.size]
        if size < pages * pageSize, (log as? Int ?? 0) == 0 {
            let detail = "its header says \(pages * pageSize) bytes and it has \(size)"
            throw StorageError.damaged(path: path, detail: detail)
        }
    }

    private static func inspect(_ db: Database, path: String, size: UInt64) throws -> Int32? {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, version == 0, objects == 0 { return nil }
        guard application == applicationID else {
            throw StorageError.otherApplication(path: path, applicationID: application)
        }
        guard version <= schemaVersion else {
            throw StorageError.newer(path: path, version: version, known: schemaVersion)
        }
        // A check of every page is quick in a small database; in a large one it would take longer
        // than the work that follows, which reports damage when it meets it.
        if size < 32 << 20 {
            let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "ok"
            if verdict != "ok" { throw StorageError.damaged(path: path, detail: verdict) }
        }
        return version
    }
}

extension DatabaseError {
    /// The error in Assay's words, where it has any.
    fileprivate func sentence(path: String) -> any Error {
        switch resultCode {
        case .SQLITE_CORRUPT: StorageError.damaged(path: path, detail: message ?? "malformed")
        case .SQLITE_NOTADB: StorageError.notADatabase(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            StorageError.unwritable(
                path: path,
                detail: "another process has been writing to it for ten minutes; try again later"
            )
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_PERM:
            StorageError.unwritable(path: path, detail: message ?? "\(resultCode)")
        default: self
        }
    }
}
