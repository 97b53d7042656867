package import Tensors

/// Where a weight file has a tensor, and how its numbers lie there.
package struct TensorEntry: Sendable, Equatable {
    package let name: String
    package let elementType: ElementType
    package let shape: Shape
    /// In the whole file, from the first number's first byte to the last number's last.
    package let bytes: Range<Int>
    /// How many elements apart neighbours of each dimension lie; nil for row-major without gaps.
    package let strides: [Int]?

    package init(
        name: String,
        elementType: ElementType,
        shape: Shape,
        bytes: Range<Int>,
        strides: [Int]? = nil
    ) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.bytes = bytes
        self.strides = strides
    }
}
