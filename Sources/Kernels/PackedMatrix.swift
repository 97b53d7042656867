/// The right side of a product, `[depth, columns]`, laid out for the multiplier in use.
///
/// Weights are packed once, when a model is loaded.
package struct PackedMatrix: Sendable {
    package let depth: Int
    package let columns: Int
    package let multiplier: Multiplier
    private let buffer: FloatBuffer

    /// Packs a checkpoint's weight.
    ///
    /// - Parameters:
    ///   - source: `[columns, depth]`, row after row, as linear layers store `[out, in]`.
    ///   - depth: Numbers in a row of the source.
    ///   - columns: Rows of the source.
    ///   - multiplier: Who will multiply with it.
    package init(
        transposing source: UnsafePointer<Float>,
        depth: Int,
        columns: Int,
        for multiplier: Multiplier = .chosen
    ) {
        self.depth = depth
        self.columns = columns
        self.multiplier = multiplier
        switch multiplier {
        case .tiles:
            let panels = (columns + Loops.panel - 1) / Loops.panel
            buffer = FloatBuffer(uninitialized: panels * Loops.panel * depth)
            Loops.packTransposed(source, depth: depth, columns: columns, into: buffer.pointer)
        case .openBLAS:
            buffer = FloatBuffer(uninitialized: columns * depth)
            for k in 0..<depth {
                for j in 0..<columns {
                    buffer.pointer[k * columns + j] = source[j * depth + k]
                }
            }
        }
    }

    /// Packs a weight that is stored `[depth, columns]`, as GPT-2's are.
    package init(
        packing source: UnsafePointer<Float>,
        depth: Int,
        columns: Int,
        for multiplier: Multiplier = .chosen
    ) {
        self.depth = depth
        self.columns = columns
        self.multiplier = multiplier
        switch multiplier {
        case .tiles:
            let width = Loops.panel
            let panels = (columns + width - 1) / width
            buffer = FloatBuffer(uninitialized: panels * width * depth)
            for panel in 0..<panels {
                let part = min(width, columns - panel * width)
                var target = buffer.pointer + panel * width * depth
                for k in 0..<depth {
                    target.update(from: source + k * columns + panel * width, count: part)
                    (target + part).update(repeating: 0, count: width - part)
                    target += width
                }
            }
        case .openBLAS:
            buffer = FloatBuffer(uninitialized: columns * depth)
            buffer.pointer.update(from: source, count: columns * depth)
        }
    }

    /// Writes the `depth` numbers of a column.
    package func copyColumn(_ column: Int, into target: UnsafeMutablePointer<Float>) {
        precondition((0..<columns).contains(column), "column \(column) of \(columns)")
        let first: Int, step: Int
        switch multiplier {
        case .tiles:
            let (panel, place) = column.quotientAndRemainder(dividingBy: Loops.panel)
            (first, step) = (panel * Loops.panel * depth + place, Loops.panel)
        case .openBLAS: (first, step) = (column, columns)
        }
        for k in 0..<depth { target[k] = buffer.pointer[first + k * step] }
    }

    /// Bytes that it occupies.
    package var sizeBytes: Int { buffer.count * MemoryLayout<Float>.stride }

    /// result = finish(left × self).
    ///
    /// With tiles, each element is summed in the order of the depth with fused multiply-adds, so
    /// neither the number of rows nor that of threads changes a bit of it.
    ///
    /// - Parameters:
    ///   - left: `[rows, depth]`.
    ///   - result: `[rows, columns]`; must overlap neither `left` nor the residual, since it holds
    ///     sums of parts of the depth for a while.
    ///   - finish: Its bias has `columns` numbers, its residual the result's shape.
    ///   - workers: The threads that may share the work.
    package func multiply(
        _ left: Strided,
        into result: Strided,
        finish: Finish = Finish(),
        workers: Workers = .single
    ) {
        precondition(
            left.columns == depth && result.columns == columns && left.rows == result.rows,
            "[\(left.rows), \(left.columns)] × [\(depth), \(columns)] into "
                + "[\(result.rows), \(result.columns)]"
        )
        finish.check(rows: result.rows, columns: columns)
        precondition(
            result.pointer != left.pointer && result.pointer != finish.residual?.pointer,
            "a product into its own left side or residual"
        )
        switch multiplier {
        case .tiles(let processor):
            let loops = Loops(processor)
            let panels = (columns + Loops.panel - 1) / Loops.panel
            // Threads share the left side and each read their own weights once; where there are
            // few panels for them, they share the weights instead.
            if panels >= 4 * workers.count {
                workers.divide(panels) {
                    loops.multiply(
                        left,
                        buffer.pointer,
                        depth: depth,
                        into: result,
                        finish: finish,
                        panels: $0
                    )
                }
            } else {
                workers.divide(result.rows) {
                    loops.multiply(
                        left.rows($0),
                        buffer.pointer,
                        depth: depth,
                        into: result.rows($0),
                        finish: finish.rows($0),
                        panels: 0..<panels
                    )
                }
            }
        case .openBLAS:
            workers.divide(result.rows) { rows in
                let part = result.rows(rows)
                BLAS.multiply(left.rows(rows), buffer.pointer, depth: depth, into: part)
                Loops.best.finish(part, finish.rows(rows))
            }
        }
    }
}
