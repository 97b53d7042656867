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
        self.init(checked: pointer, rows: rows, columns: columns, stride: stride)
    }

    private init(
        checked pointer: UnsafeMutablePointer<Float>,
        rows: Int,
        columns: Int,
        stride: Int
    ) {
        self.pointer = pointer
        self.rows = rows
        self.columns = columns
        self.stride = stride
    }

    /// The windows of a convolution over time, to be read: row t is rows `t * step ..< t * step + size`
    /// of these, one after the other.
    ///
    /// Nothing is copied: rows overlap where `size` is greater than `step`.
    ///
    /// - Precondition: These rows lie one after the other without a gap.
    package func windows(of size: Int, step: Int) -> Strided {
        precondition(size > 0 && step > 0, "windows of \(size) at steps of \(step)")
        precondition(stride == columns, "\(columns) columns at a stride of \(stride)")
        return Strided(
            checked: pointer,
            rows: rows < size ? 0 : (rows - size) / step + 1,
            columns: size * columns,
            stride: step * columns
        )
    }

    /// Some of the rows.
    package func rows(_ range: Range<Int>) -> Strided {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "\(range) of \(rows) rows")
        return Strided(
            checked: pointer + range.lowerBound * stride,
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
            checked: pointer + range.lowerBound,
            rows: rows,
            columns: range.count,
            stride: stride
        )
    }
}
