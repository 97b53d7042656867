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
                if left.stride < left.columns {
                    multiplyWindows(left.rows(rows), into: part)
                } else {
                    BLAS.multiply(left.rows(rows), buffer.pointer, depth: depth, into: part)
                }
                Loops.best.finish(part, finish.rows(rows))
            }
        }
    }

    /// Rows that overlap, which the BLAS library refuses, copied some at a time.
    private func multiplyWindows(_ left: Strided, into result: Strided) {
        let block = 256
        let copy = FloatBuffer(uninitialized: block * depth)
        for start in stride(from: 0, to: left.rows, by: block) {
            let rows = start..<min(start + block, left.rows)
            for row in rows {
                (copy.pointer + (row - start) * depth).update(
                    from: left.pointer + row * left.stride,
                    count: depth
                )
            }
            BLAS.multiply(
                Strided(copy.pointer, rows: rows.count, columns: depth, stride: depth),
                buffer.pointer,
                depth: depth,
                into: result.rows(rows)
            )
        }
    }
}
