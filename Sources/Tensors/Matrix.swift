package import Kernels

/// Rows of numbers that a forward pass writes, over and over: the working memory between layers.
///
/// Safe to send because a pass owns its matrices and its workers write different parts of them.
package final class Matrix: Sendable {
    package let rows: Int
    package let columns: Int
    private let buffer: FloatBuffer

    /// A matrix that holds anything.
    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        buffer = FloatBuffer(uninitialized: rows * columns)
    }

    /// The whole of it, for kernels; valid while the matrix is.
    package var strided: Strided {
        Strided(buffer.pointer, rows: rows, columns: columns, stride: columns)
    }

    /// A copy as a tensor of the given shape.
    package func tensor(_ shape: Shape) -> Tensor {
        precondition(shape.count == rows * columns, "[\(rows), \(columns)] as \(shape)")
        return Tensor(shape) { target in
            _ = target.update(
                fromContentsOf: UnsafeBufferPointer(start: buffer.pointer, count: rows * columns)
            )
        }
    }

    /// One row's numbers.
    package func row(_ index: Int) -> [Float] {
        precondition((0..<rows).contains(index), "row \(index) of \(rows)")
        return Array(UnsafeBufferPointer(start: buffer.pointer + index * columns, count: columns))
    }
}
