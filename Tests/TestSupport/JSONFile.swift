package import Domain
import Foundation

/// Reads JSON that fixtures keep.
package enum JSONFile {
    /// The value of a whole file.
    package static func read(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: path))))
    }
}

extension Table {
    /// `{"header": [...], "rows": [[...], ...]}`, or `columns` in place of `header`.
    package init(fixture json: JSONValue?) throws {
        guard let header = (json?["header"] ?? json?["columns"])?.strings,
            let rows = json?["rows"]?.array?.map(\.strings), !rows.contains(nil)
        else { throw JSONError.unexpected(expected: "a table", found: json?.kind ?? "nothing") }
        self.init(header: header, rows: rows.compactMap { $0 })
    }
}
