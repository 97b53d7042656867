/// The sizes of a tensor's dimensions, outermost first.
///
/// Letters used throughout for dimensions: B batch, T tokens or frames, D hidden, H query heads,
/// K key and value heads, E head width, V vocabulary, C channels, M mel bins.
package struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    package let dimensions: [Int]

    /// - Precondition: No dimension is negative.
    package init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 >= 0 }, "negative dimension in \(dimensions)")
        self.dimensions = dimensions
    }

    package init(arrayLiteral dimensions: Int...) {
        self.init(dimensions)
    }

    /// The number of elements; 1 for a scalar, which has no dimensions.
    package var count: Int { dimensions.reduce(1, *) }

    package var rank: Int { dimensions.count }

    package subscript(_ index: Int) -> Int { dimensions[index] }

    /// `[2, 3]`.
    package var description: String {
        "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
    }
}
