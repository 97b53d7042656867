/// The right side of a product, `[depth, columns]`, laid out for the multiplier in use.
///
/// Weights are packed once, when a model is loaded.
package struct PackedMatrix: Sendable {
    package let depth: Int
    package let columns: Int
    package let multiplier: Multiplier
    private let buffer: FloatBuffer

    /// Packs weights side by side.
    ///
    /// - Parameters:
    ///   - parts: Each `[columns, depth]`, row after row, as linear layers store `[out, in]`, or
    ///     `[depth, columns]`.
    ///   - transposing: Whether they are `[columns, depth]`.
    ///   - multiplier: Who will multiply with it.
    ///   - workers: The threads that may share the work.
    /// - Precondition: There is a part, and all have one depth.
    package init(
        _ parts: [Strided],
        transposing: Bool,
        for multiplier: Multiplier = .chosen,
        workers: Workers = .single
    ) {
        let depths = parts.map { transposing ? $0.columns : $0.rows }
        let widths = parts.map { transposing ? $0.rows : $0.columns }
        precondition(Set(depths).count == 1, "parts of depths \(depths)")
        depth = depths[0]
        columns = widths.reduce(0, +)
        self.multiplier = multiplier
        // Threads are worth their start for some 10⁵ numbers and more.
        let workers = columns * depth < 1 << 17 ? Workers.single : workers
        switch multiplier {
        case .tiles:
            let panels = (columns + Loops.panel - 1) / Loops.panel
            buffer = FloatBuffer(uninitialized: panels * Loops.panel * depth)
            workers.divide(panels) { [buffer, columns, depth] range in
                for panel in range {
                    let target = buffer.pointer + panel * Loops.panel * depth
                    let own = panel * Loops.panel..<min((panel + 1) * Loops.panel, columns)
                    if own.count < Loops.panel {
                        target.update(repeating: 0, count: Loops.panel * depth)
                    }
                    Self.each(parts, widths, own) { part, range, place in
                        Loops.pack(
                            transposing ? part.rows(range) : part.columns(range),
                            transposing: transposing,
                            into: target + place
                        )
                    }
                }
            }
        case .openBLAS:
            buffer = FloatBuffer(uninitialized: columns * depth)
            workers.divide(depth) { [buffer, columns] depths in
                Self.each(parts, widths, 0..<columns) { part, own, place in
                    let (row, column) = transposing ? (1, part.stride) : (part.stride, 1)
                    for k in depths {
                        let target = buffer.pointer + k * columns + place
                        for j in own { target[j] = part.pointer[k * row + j * column] }
                    }
                }
            }
        }
    }

    /// Packs a weight that is stored `[columns, depth]`, without gaps.
    package init(
        transposing source: UnsafePointer<Float>,
        depth: Int,
        columns: Int,
        for multiplier: Multiplier = .chosen
    ) {
        let rows = Strided(
            UnsafeMutablePointer(mutating: source),
            rows: columns,
            columns: depth,
            stride: depth
        )
        self.init([rows], transposing: true, for: multiplier)
    }

    /// Calls the body with each part that has some of the columns, which of its own these are, and how
    /// many of them came before.
    private static func each(
        _ parts: [Strided],
        _ widths: [Int],
        _ columns: Range<Int>,
        _ body: (Strided, Range<Int>, Int) -> Void
    ) {
        var start = 0
        for (part, width) in zip(parts, widths) {
            let own = columns.clamped(to: start..<start + width)
            if !own.isEmpty {
                body(
                    part,
                    own.lowerBound - start..<own.upperBound - start,
                    own.lowerBound - columns.lowerBound
                )
            }
            start += width
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
