package import Kernels

/// Numbers in a shape, row-major, in single precision; never changed once made.
package struct Tensor: Sendable {
    package let shape: Shape
    /// The numbers, for kernels, which only read them.
    package let buffer: FloatBuffer

    /// A tensor of given numbers.
    ///
    /// - Precondition: There are as many as the shape asks for.
    package init(_ shape: Shape, _ values: [Float]) {
        precondition(shape.count == values.count, "\(values.count) numbers for a shape of \(shape)")
        self.init(shape) { buffer in
            _ = buffer.update(from: values)
        }
    }

    /// A tensor that a closure fills: every element, before it returns.
    package init(
        _ shape: Shape,
        filling fill: (UnsafeMutableBufferPointer<Float>) throws -> Void
    ) rethrows {
        self.shape = shape
        buffer = FloatBuffer(uninitialized: shape.count)
        try fill(UnsafeMutableBufferPointer(start: buffer.pointer, count: shape.count))
    }

    /// Takes over a buffer that nobody writes to any more.
    package init(_ shape: Shape, taking buffer: FloatBuffer) {
        precondition(shape.count == buffer.count, "\(buffer.count) numbers for \(shape)")
        self.shape = shape
        self.buffer = buffer
    }

    package var count: Int { shape.count }

    /// The numbers, row-major.
    package var values: [Float] {
        Array(UnsafeBufferPointer(start: buffer.pointer, count: count))
    }

    /// Lends the numbers, row-major.
    package func withUnsafeValues<R>(
        _ body: (UnsafeBufferPointer<Float>) throws -> R
    ) rethrows -> R {
        try withExtendedLifetime(buffer) {
            try body(UnsafeBufferPointer(start: buffer.pointer, count: count))
        }
    }

    /// The same numbers in another shape of as many elements.
    package func reshaped(_ shape: Shape) -> Tensor {
        precondition(shape.count == count, "\(self.shape) as \(shape)")
        return Tensor(shape, taking: buffer)
    }
}
