package import Tensors

/// Resizes a grid of vectors bicubically, as learnt position embeddings are for larger pictures.
package enum BicubicGrid {
    /// The grid in another size.
    ///
    /// - Parameters:
    ///   - grid: `[height, width, D]`.
    ///   - newHeight: Rows of the result.
    ///   - newWidth: Columns of the result.
    /// - Returns: `[newHeight, newWidth, D]`: convolution with a = −0.75, pixels taken as areas
    ///   (`align_corners=False`), no antialiasing, the border repeated.
    ///
    /// Source: torch 2.13, `torch.nn.functional.interpolate(mode="bicubic")` (Keys 1981).
    /// Checked by: `Tests/Fixtures/models/vit`, the `interp` calls.
    package static func resize(_ grid: Tensor, height newHeight: Int, width newWidth: Int) -> Tensor
    {
        let height = grid.shape[0], width = grid.shape[1], depth = grid.shape[2]
        let rows = taps(from: height, to: newHeight)
        let columns = taps(from: width, to: newWidth)
        return Tensor([newHeight, newWidth, depth]) { target in
            grid.withUnsafeValues { source in
                for (y, row) in rows.enumerated() {
                    for (x, column) in columns.enumerated() {
                        let start = (y * newWidth + x) * depth
                        for d in 0..<depth {
                            var sum: Float = 0
                            for (fromY, weightY) in row {
                                var line: Float = 0
                                for (fromX, weightX) in column {
                                    line += source[(fromY * width + fromX) * depth + d] * weightX
                                }
                                sum += line * weightY
                            }
                            target[start + d] = sum
                        }
                    }
                }
            }
        }
    }

    /// The four old places that each new one draws on, with their weights.
    private static func taps(from size: Int, to newSize: Int) -> [[(Int, Float)]] {
        let scale = Float(size) / Float(newSize)
        return (0..<newSize).map { position in
            let source = (Float(position) + 0.5) * scale - 0.5
            let floor = source.rounded(.down)
            let t = source - floor
            return [outer(t + 1), inner(t), inner(1 - t), outer(2 - t)].enumerated().map {
                (min(max(Int(floor) - 1 + $0.offset, 0), size - 1), $0.element)
            }
        }
    }

    private static let a: Float = -0.75

    /// The kernel at a distance of at most 1.
    private static func inner(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }

    /// The kernel at a distance of 1 to 2.
    private static func outer(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
}
