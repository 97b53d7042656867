package import Domain

/// A row of a CSV file or an object of a JSONL file: values by column name.
package struct Record {
    let file: String
    /// From 1.
    let line: Int
    /// The column names in the file's order.
    let columns: [String]
    package let values: [String: JSONValue]
    /// The object as it is written, for the order of its members; empty for a row of a CSV file.
    var json: [UInt8] = []

    /// A scalar as text; nil if there is none or it is null.
    package func text(_ column: String) -> String? {
        guard let value = values[column], value != .null else { return nil }
        return value.plain
    }

    /// The first of these columns that the record has.
    func first(of candidates: [String]) -> String? { candidates.first { values[$0] != nil } }

    /// The scalars, other than those of the given columns, as attributes; empty ones are left out.
    func attributes(except used: [String?]) -> [String: String] {
        var attributes: [String: String] = [:]
        for (name, value) in values where !used.contains(name) && !name.isEmpty {
            switch value {
            case .array, .object, .null: continue
            default:
                let text = value.plain
                if !text.isEmpty { attributes[name] = text }
            }
        }
        return attributes
    }

    /// The error of something that the record says.
    package func error(_ reason: String) -> IngestionError {
        IngestionError(file: file, line: line, reason: reason)
    }
}

/// Reads the records of a CSV, TSV or JSONL file, gzipped or not, one at a time.
package enum RecordReader {
    /// Hands over every record or what is wrong with it.
    ///
    /// - Throws: ``IngestionError`` if the file cannot be read at all; whatever `each` throws.
    package static func read(
        _ path: String,
        name: String,
        each: (Result<Record, IngestionError>) throws -> Void
    ) throws {
        if isJSONLines(path) {
            try readJSONLines(path, name: name, each: each)
        } else {
            try readCSV(path, name: name, dialect: dialect(path), each: each)
        }
    }

    /// By the name's ending, `.gz` aside.
    static func isJSONLines(_ path: String) -> Bool {
        ["jsonl", "ndjson", "json"].contains(plainExtension(path))
    }

    /// Tabs for `.tsv` and `.tab`, else commas.
    static func dialect(_ path: String) -> CSVReader.Dialect {
        var dialect = CSVReader.Dialect()
        if ["tsv", "tab"].contains(plainExtension(path)) { dialect.delimiter = UInt8(ascii: "\t") }
        return dialect
    }

    /// The name's ending without `.gz`.
    static func plainExtension(_ path: String) -> String {
        path.pathExtension == "gz" ? String(path.dropLast(3)).pathExtension : path.pathExtension
    }

    static func readJSONLines(
        _ path: String,
        name: String,
        each: (Result<Record, IngestionError>) throws -> Void
    ) throws {
        var lines = try LineReader(path, name: name)
        while true {
            let next = Result { () throws(IngestionError) in try lines.nextBytes().map(Array.init) }
            switch next {
            case .success(nil): return
            case .failure(let error): try each(.failure(error))
            case .success(let bytes?):
                if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
                let line = lines.line
                try each(
                    Result { () throws(IngestionError) in
                        try record(bytes, file: name, line: line)
                    }
                )
            }
        }
    }

    private static func record(
        _ bytes: [UInt8],
        file: String,
        line: Int
    ) throws(IngestionError) -> Record {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw IngestionError(file: file, line: line, reason: error.description)
        }
        guard let object = value.object else {
            throw IngestionError(
                file: file,
                line: line,
                reason: "expected a JSON object, found \(value.kind)"
            )
        }
        return Record(
            file: file,
            line: line,
            columns: object.keys.sorted(),
            values: object,
            json: bytes
        )
    }

    static func readCSV(
        _ path: String,
        name: String,
        dialect: CSVReader.Dialect,
        each: (Result<Record, IngestionError>) throws -> Void
    ) throws {
        var reader = try CSVReader(path, name: name, dialect: dialect)
        guard let columns = try reader.next() else {
            throw IngestionError(file: name, reason: "empty; a header row is expected")
        }
        if let twice = columns.first(where: { column in columns.filter { $0 == column }.count > 1 })
        {
            throw IngestionError(file: name, line: 1, reason: "two columns named '\(twice)'")
        }
        while true {
            switch Result(catching: { () throws(IngestionError) in try reader.next() }) {
            case .success(nil): return
            case .failure(let error): try each(.failure(error))
            case .success(let fields?):
                guard fields.count == columns.count else {
                    let reason = "\(columns.count) fields expected, \(fields.count) found"
                    try each(
                        .failure(IngestionError(file: name, line: reader.line, reason: reason))
                    )
                    continue
                }
                var values = [String: JSONValue](minimumCapacity: fields.count)
                for (column, field) in zip(columns, fields) { values[column] = .string(field) }
                let record = Record(
                    file: name,
                    line: reader.line,
                    columns: columns,
                    values: values
                )
                try each(.success(record))
            }
        }
    }
}

extension RecordReader {
    /// The first record of a file, for a glance; nil if there is none that can be read.
    static func firstRecord(_ path: String) -> Record? {
        var first: Record?
        struct Stop: Error {}
        try? read(path, name: path) { result in
            first = try? result.get()
            throw Stop()
        }
        return first
    }
}
