import Domain

/// The rows of a file of recorded predictions, by example.
struct RecordedRows: Sendable {
    /// What is wrong with the file.
    struct Mistake: Error, Equatable {
        /// From 1.
        let line: Int
        let reason: String
    }

    private struct Name: Hashable {
        let key: String
        /// Nil where the file does not say.
        let split: String?
    }

    private var rows: [Name: JSONValue] = [:]

    var count: Int { rows.count }

    /// Reads a file.
    ///
    /// - Throws: ``Mistake`` for a row that is not valid, has no key, or repeats one.
    init(_ bytes: [UInt8], isCSV: Bool, keyColumn: String, splitColumn: String) throws(Mistake) {
        var parsed: [(line: Int, row: JSONValue)] = []
        if isCSV {
            parsed = try Self.csv(bytes)
        } else {
            for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
                .enumerated()
            where line.contains(where: { $0 > 0x20 }) {
                do {
                    parsed.append((index + 1, try JSONValue(parsing: Array(line))))
                } catch {
                    throw Mistake(line: index + 1, reason: "\(error)")
                }
            }
        }
        for (line, row) in parsed {
            guard let key = row[keyColumn]?.plain, !key.isEmpty else {
                throw Mistake(line: line, reason: "there is no column '\(keyColumn)'")
            }
            let name = Name(key: key, split: row[splitColumn]?.plain)
            guard rows.updateValue(row, forKey: name) == nil else {
                throw Mistake(line: line, reason: "the key '\(key)' was given before")
            }
        }
    }

    /// The row of an example; nil if there is none.
    subscript(key: String, split: String) -> JSONValue? {
        rows[Name(key: key, split: split)] ?? rows[Name(key: key, split: nil)]
    }

    /// Comma-separated values with a header (RFC 4180); quoted cells may hold line feeds.
    private static func csv(_ bytes: [UInt8]) throws(Mistake) -> [(line: Int, row: JSONValue)] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Mistake(line: 1, reason: "the text is not UTF-8")
        }
        var header: [String]?
        var result: [(line: Int, row: JSONValue)] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var line = 1
        var start = 1

        func endRow() throws(Mistake) {
            cells.append(String(decoding: cell, as: UTF8.self))
            cell = []
            defer { cells = [] }
            if cells == [""] { return }
            guard let names = header else {
                header = cells
                return
            }
            guard cells.count == names.count else {
                throw Mistake(
                    line: start,
                    reason: "\(cells.count) cells, expected \(names.count) as in the header"
                )
            }
            let members = zip(names, cells).map { ($0, JSONValue.string($1)) }
            result.append(
                (start, .object(Dictionary(members, uniquingKeysWith: { _, last in last })))
            )
        }

        var units = Array(text.utf8)[...]
        if units.starts(with: [0xEF, 0xBB, 0xBF]) { units = units.dropFirst(3) }
        while let byte = units.popFirst() {
            switch (byte, isQuoted) {
            case (UInt8(ascii: "\""), true):
                if units.first == UInt8(ascii: "\"") {
                    units.removeFirst()
                    cell.append(byte)
                } else {
                    isQuoted = false
                }
            case (UInt8(ascii: "\""), false) where cell.isEmpty: isQuoted = true
            case (UInt8(ascii: ","), false):
                cells.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case (0x0D, false) where units.first == 0x0A: break
            case (0x0A, false):
                try endRow()
                line += 1
                start = line
            default:
                if byte == 0x0A { line += 1 }
                cell.append(byte)
            }
        }
        if isQuoted { throw Mistake(line: start, reason: "a quoted cell is not closed") }
        if !cell.isEmpty || !cells.isEmpty { try endRow() }
        return result
    }
}
