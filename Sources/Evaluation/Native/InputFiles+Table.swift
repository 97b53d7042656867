package import Domain
import Ingestion
import Storage

extension InputFiles {
    /// Reads a table: JSON if the name ends in `.json`, else CSV with a header, tab-separated if the
    /// name ends in `.tsv`.
    ///
    /// JSON is an object of columns by name, in the order in which they are written, as the
    /// table-question-answering pipeline takes it, or an object of `header` and `rows`.
    ///
    /// - Throws: ``PredictionFailure`` naming the file and what is wrong with it.
    package func table(_ path: String) throws -> Table {
        guard path.lowercased().hasSuffix(".json") else {
            do { return try TableFile.read(path) } catch {
                throw PredictionFailure("cannot use \(path): \(error)")
            }
        }
        let bytes = try bytes(path)
        do { return try Table(columnsOrRows: bytes) } catch {
            throw PredictionFailure("cannot use \(path): \(error)")
        }
    }
}

extension Table {
    fileprivate init(columnsOrRows bytes: [UInt8]) throws {
        let json = try JSONValue(parsing: bytes)
        if json["header"]?.array != nil, json["rows"]?.array != nil {
            try self.init(storedBytes: bytes)
            return
        }
        // A parsed object has no order; the names are read as those of a member.
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let wrapped = Array(#"{"table":"#.utf8) + bytes[mark...] + Array("}".utf8)
        guard let names = try JSONValue.memberNames(of: "table", parsing: wrapped) else {
            throw JSONError.unexpected(expected: "an object of columns by name", found: json.kind)
        }
        let columns = try names.map { name in
            guard let cells = json[name]?.array, !cells.contains(where: Self.isNested) else {
                throw JSONError.unexpected(
                    expected: "an array of cells for the column '\(name)'",
                    found: json[name]?.kind ?? "nothing"
                )
            }
            return cells.map(\.plain)
        }
        let height = columns.first?.count ?? 0
        if let index = columns.firstIndex(where: { $0.count != height }) {
            throw JSONError.unexpected(
                expected: "\(height) cells in the column '\(names[index])', as in the first",
                found: "\(columns[index].count)"
            )
        }
        self.init(header: names, rows: (0..<height).map { row in columns.map { $0[row] } })
    }

    private static func isNested(_ value: JSONValue) -> Bool {
        value.array != nil || value.object != nil
    }
}
