import GRDB

extension Store {
    /// The version of SQLite in this process: `3.40.1`.
    package func sqliteVersion() throws -> String {
        try read { db in try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "unknown" }
    }
}
