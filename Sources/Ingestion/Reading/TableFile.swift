package import Domain

/// Reads a whole CSV file as a table.
package enum TableFile {
    /// A table larger than this is refused: models see tables of some thousand cells.
    static let maximumCells = 10_000_000

    /// Reads a file with a header row: comma-separated, or tab-separated if its name ends in `.tsv`.
    ///
    /// - Throws: ``IngestionError`` for a row that is shorter or longer than the header, or what is
    ///   no CSV.
    package static func read(_ path: String) throws(IngestionError) -> Table {
        let isTabbed = path.lowercased().hasSuffix(".tsv")
        let dialect = CSVReader.Dialect(delimiter: isTabbed ? 0x09 : UInt8(ascii: ","))
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return try read(path, name: name, dialect: dialect)
    }

    /// Rows that are shorter or longer than the header are refused, unless `isLenient`, which fills
    /// and cuts them.
    static func read(
        _ path: String,
        name: String,
        dialect: CSVReader.Dialect,
        isLenient: Bool = false
    ) throws(IngestionError) -> Table {
        var reader = try CSVReader(path, name: name, dialect: dialect)
        guard let header = try reader.next() else {
            throw IngestionError(file: name, reason: "empty; a header row is expected")
        }
        var rows: [[String]] = []
        while let row = try reader.next() {
            guard isLenient || row.count == header.count else {
                throw IngestionError(
                    file: name,
                    line: reader.line,
                    reason: "\(header.count) fields expected, \(row.count) found"
                )
            }
            rows.append(row)
            guard rows.count * header.count <= maximumCells else {
                throw IngestionError(
                    file: name,
                    reason: "a table of more than \(maximumCells) cells"
                )
            }
        }
        return Table(header: header, rows: rows)
    }
}

extension IngestionOptions {
    /// The byte that the option `delimiter` names (a character, `tab` or `\t`); nil if not given.
    func delimiter() throws(IngestionError) -> UInt8? {
        guard let value = values["delimiter"] else { return nil }
        if value == "tab" || value == "\\t" { return 0x09 }
        guard value.utf8.count == 1, let byte = value.utf8.first, byte != 0x0A, byte != 0x22 else {
            throw IngestionError(
                file: "option delimiter",
                reason: "one ASCII character or 'tab' is expected, found '\(value)'"
            )
        }
        return byte
    }
}
