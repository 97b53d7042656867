import Domain
import Ingestion

/// The rows of a file of recorded predictions, by example.
struct RecordedRows: Sendable {
    private struct Name: Hashable {
        let key: String
        /// Nil where the file does not say.
        let split: String?
    }

    private var rows: [Name: JSONValue] = [:]

    var count: Int { rows.count }

    /// Reads a CSV, TSV or JSON lines file, gzipped or not.
    ///
    /// Of several key columns the texts are joined with slashes.
    ///
    /// - Throws: ``IngestionError`` for a row that is not valid, has no key, or repeats one.
    init(_ path: String, keyColumns: [String], splitColumn: String) throws {
        try RecordReader.read(path, name: path) { result in
            let record = try result.get()
            let parts = try keyColumns.map { column in
                guard let part = record.text(column), !part.isEmpty else {
                    throw record.error("there is no column '\(column)'")
                }
                return part
            }
            let key = parts.joined(separator: "/")
            let name = Name(key: key, split: record.text(splitColumn))
            guard rows.updateValue(.object(record.values), forKey: name) == nil else {
                throw record.error("the key '\(key)' was given before")
            }
        }
    }

    /// The row of an example; nil if there is none.
    subscript(key: String, split: String) -> JSONValue? {
        rows[Name(key: key, split: split)] ?? rows[Name(key: key, split: nil)]
    }
}
