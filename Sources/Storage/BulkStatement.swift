import Digests
import GRDB
import GRDBSQLite

/// A prepared statement for rows by the million: values go to SQLite as they are, without GRDB's
/// boxes, which would take longer than the insertion itself.
///
/// Parameters are bound in order, from the first, by each `bind` after `reset`.
struct BulkStatement: ~Copyable {
    private let connection: OpaquePointer
    private let statement: OpaquePointer
    private var next: Int32 = 1

    init(_ db: Database, _ sql: String) throws {
        guard let connection = db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the database is closed")
        }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else {
            throw Self.error(code, connection, sql)
        }
        self.connection = connection
        self.statement = statement
    }

    deinit {
        sqlite3_finalize(statement)
    }

    mutating func bind(_ value: Int?) {
        if let value {
            sqlite3_bind_int64(statement, next, Int64(value))
        } else {
            sqlite3_bind_null(statement, next)
        }
        next += 1
    }

    mutating func bind(_ value: Int64?) {
        bind(value.map(Int.init))
    }

    mutating func bind(_ value: Double?) {
        if let value {
            sqlite3_bind_double(statement, next, value)
        } else {
            sqlite3_bind_null(statement, next)
        }
        next += 1
    }

    mutating func bind(_ value: String?) {
        if var value {
            value.withUTF8 { utf8 in
                let start = UnsafeRawPointer(utf8.baseAddress)?
                    .assumingMemoryBound(to: CChar.self)
                if let start {
                    sqlite3_bind_text(statement, next, start, Int32(utf8.count), transient)
                } else {
                    sqlite3_bind_text(statement, next, "", 0, transient)
                }
            }
        } else {
            sqlite3_bind_null(statement, next)
        }
        next += 1
    }

    mutating func bind(blob: [UInt8]?) {
        if let blob {
            _ = blob.withUnsafeBytes {
                if let start = $0.baseAddress {
                    sqlite3_bind_blob64(statement, next, start, UInt64($0.count), transient)
                } else {
                    sqlite3_bind_zeroblob(statement, next, 0)
                }
            }
        } else {
            sqlite3_bind_null(statement, next)
        }
        next += 1
    }

    mutating func bind(_ digest: ShortDigest) {
        _ = digest.withBytes {
            sqlite3_bind_blob(statement, next, $0.baseAddress, Int32($0.count), transient)
        }
        next += 1
    }

    /// Runs to the first row or the end, and returns whether there is a row.
    mutating func step() throws -> Bool {
        next = 1
        let code = sqlite3_step(statement)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(statement)
            return false
        default:
            let error = Self.error(code, connection, "")
            sqlite3_reset(statement)
            throw error
        }
    }

    /// Runs a statement that returns no rows.
    mutating func run() throws {
        _ = try step()
        sqlite3_reset(statement)
    }

    /// Ends a query before its last row.
    func reset() {
        sqlite3_reset(statement)
    }

    /// Rows that the last statement inserted, changed or deleted.
    var changes: Int { Int(sqlite3_changes(connection)) }

    /// The row id of the last insertion.
    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(connection) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func string(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(statement, column) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    private static func error(_ code: Int32, _ connection: OpaquePointer, _ sql: String)
        -> DatabaseError
    {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(connection)),
            sql: sql.isEmpty ? nil : sql
        )
    }
}

/// Tells SQLite to copy what is bound before the call returns.
private var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
