import Digests

/// A table of strings: a header and rows of the same width.
///
/// Stored as a medium, so that the questions over one table share it: the JSON object
/// `{"header": [...], "rows": [[...], ...]}` in UTF-8.
package struct Table: Sendable, Equatable {
    /// The column names, from left to right.
    package var header: [String]
    /// The cells, row by row; every row is as wide as the header.
    package var rows: [[String]]

    /// Makes a table.
    ///
    /// Short rows are filled with empty cells and long ones are cut at the header's
    /// width, as spreadsheet programs do; readers that must refuse such rows check before.
    package init(header: [String], rows: [[String]]) {
        self.header = header
        self.rows = rows.map { row in
            row.count == header.count
                ? row
                : Array(row.prefix(header.count))
                    + Array(repeating: "", count: max(0, header.count - row.count))
        }
    }

    /// The table as a medium, ready to be stored.
    package var medium: Medium {
        let bytes = Array(json.text.utf8)
        return Medium(
            digest: SHA256Digest(of: bytes),
            kind: .table,
            mediaType: "application/json",
            sizeBytes: bytes.count,
            details: Medium.Details(width: header.count, height: rows.count),
            content: .bytes(bytes)
        )
    }

    /// The table in the shape it is stored in.
    package var json: JSONValue {
        .object([
            "header": .array(header.map(JSONValue.string)),
            "rows": .array(rows.map { .array($0.map(JSONValue.string)) }),
        ])
    }

    /// Reads the stored shape.
    ///
    /// - Throws: ``JSONError`` if the bytes are not that shape.
    package init(storedBytes: [UInt8]) throws {
        let value = try JSONValue(parsing: storedBytes)
        guard let header = value["header"]?.strings,
            let rows = value["rows"]?.array?.map(\.strings), !rows.contains(nil)
        else {
            throw JSONError.unexpected(expected: "a table with header and rows", found: value.kind)
        }
        self.init(header: header, rows: rows.compactMap { $0 })
    }
}
