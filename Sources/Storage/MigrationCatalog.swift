/// A numbered step of the schema; `db/migrations` holds the SQL that people read and that runs.
struct Migration: Sendable {
    /// The `user_version` that the database has after it, from 1.
    let version: Int32
    let sql: String

    init(_ version: Int32, _ bytes: [UInt8]) {
        self.version = version
        sql = String(decoding: bytes, as: UTF8.self)
    }
}

/// Every migration, in order.
let migrations: [Migration] = [
    Migration(1, PackageResources._001_initial_sql),
    Migration(2, PackageResources._002_evaluation_sql),
]
