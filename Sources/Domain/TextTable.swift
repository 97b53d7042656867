/// Tables for a terminal.
package enum TextTable {
    /// The rows as lines with columns of equal width, two spaces apart.
    ///
    /// - Parameters:
    ///   - rows: As many cells each as the first has.
    ///   - numeric: The columns whose cells stand at the right.
    /// - Returns: The lines, without spaces at their ends.
    package static func aligned(_ rows: [[String]], numeric: Set<Int>) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return numeric.contains(column) ? padding + cell : cell + padding
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        .joined(separator: "\n")
    }
}
