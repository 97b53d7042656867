package import Kernels

/// Rows of numbers that a forward pass writes, over and over: the working memory between layers.
///
/// Safe to send because a pass owns its matrices and its workers write different parts of them.
package final class Matrix: Sendable {
    package let rows: Int
    package let columns: Int
    private let stride: Int
    private let buffer: FloatBuffer

    /// A matrix that holds anything, row after row.
    package convenience init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, stride: columns)
    }

    /// A matrix whose rows keep a distance that suits the caches.
    ///
    /// Rows that are a multiple of 4 KiB apart share the same few places of the first-level cache, so
    /// that a product which reads fourteen of them at a time would keep throwing them out.
    package convenience init(spacing rows: Int, columns: Int) {
        let line = 64 / MemoryLayout<Float>.stride
        self.init(
            rows: rows,
            columns: columns,
            stride: columns % 1024 == 0 ? columns + line : columns
        )
    }

    private init(rows: Int, columns: Int, stride: Int) {
        self.rows = rows
        self.columns = columns
        self.stride = stride
        buffer = FloatBuffer(uninitialized: rows * stride)
    }

    /// The whole of it, for kernels; valid while the matrix is.
    package var strided: Strided {
        Strided(buffer.pointer, rows: rows, columns: columns, stride: stride)
    }

    /// A copy as a tensor of the given shape.
    package func tensor(_ shape: Shape) -> Tensor {
        precondition(shape.count == rows * columns, "[\(rows), \(columns)] as \(shape)")
        return Tensor(shape) { target in
            guard let base = target.baseAddress else { return }
            for row in 0..<rows {
                (base + row * columns).update(from: buffer.pointer + row * stride, count: columns)
            }
        }
    }

    /// One row's numbers.
    package func row(_ index: Int) -> [Float] {
        precondition((0..<rows).contains(index), "row \(index) of \(rows)")
        return Array(UnsafeBufferPointer(start: buffer.pointer + index * stride, count: columns))
    }
}
