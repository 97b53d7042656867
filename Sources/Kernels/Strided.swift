/// Rows of floats in memory that somebody else keeps alive; a row begins `stride` floats after the
/// one before it.
///
/// Safe to share because whoever hands one to several threads waits for all of them (``Workers``),
/// keeps the memory alive so long, and gives each thread rows of its own to write.
package struct Strided: @unchecked Sendable {
    // Safe because the operations give each thread rows or columns of its own to write.
    package let pointer: UnsafeMutablePointer<Float>
    package let rows: Int
    package let columns: Int
    package let stride: Int

    package init(_ pointer: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int) {
        precondition(
            rows >= 0 && columns >= 0 && stride >= columns,
            "\(rows) rows of \(columns) at a stride of \(stride)"
        )
        self.pointer = pointer
        self.rows = rows
        self.columns = columns
        self.stride = stride
    }

    /// Some of the rows.
    package func rows(_ range: Range<Int>) -> Strided {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "\(range) of \(rows) rows")
        return Strided(
            pointer + range.lowerBound * stride,
            rows: range.count,
            columns: columns,
            stride: stride
        )
    }

    /// Some of the columns.
    package func columns(_ range: Range<Int>) -> Strided {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= columns,
            "\(range) of \(columns) columns"
        )
        return Strided(
            pointer + range.lowerBound,
            rows: rows,
            columns: range.count,
            stride: stride
        )
    }
}
