package import Checkpoints
package import Kernels
package import Tensors

/// Patches of pictures through a convolution whose windows do not overlap, as vision transformers begin.
package struct PatchProjection: Sendable {
    private let projection: Linear
    private let channels, patchHeight, patchWidth: Int

    /// Reads `weight`, `[outputs, channels, patchHeight, patchWidth]`, and `bias` if it has one.
    package init(
        _ scope: WeightScope,
        channels: Int,
        patchHeight: Int,
        patchWidth: Int,
        outputs: Int,
        hasBias: Bool = true
    ) throws(CheckpointError) {
        projection = Linear(
            weight: try scope.tensor("weight", [outputs, channels, patchHeight, patchWidth]),
            bias: hasBias ? try scope.tensor("bias", [outputs]) : nil,
            inputs: channels * patchHeight * patchWidth,
            outputs: outputs
        )
        self.channels = channels
        self.patchHeight = patchHeight
        self.patchWidth = patchWidth
    }

    /// One vector for a class token, then one for each patch, each plus that of its place.
    ///
    /// - Parameters:
    ///   - pixels: `[B, C, height, width]`; what is left at the right and the bottom after whole
    ///     patches is not looked at.
    ///   - classToken: `[D]` numbers.
    ///   - positions: `[1 + N, D]`.
    ///   - workers: The threads that may share the work.
    /// - Returns: `[B * (1 + N), D]`, the patches of a picture row by row.
    package func callAsFunction(
        _ pixels: Tensor,
        classToken: Tensor,
        positions: Tensor,
        workers: Workers
    ) -> Matrix {
        let batch = pixels.shape[0], width = projection.outputs
        let rows = pixels.shape[2] / patchHeight
        let columns = pixels.shape[3] / patchWidth
        let tokens = 1 + rows * columns
        precondition(
            pixels.shape[1] == channels && classToken.count == width
                && positions.shape == [tokens, width],
            "\(tokens) tokens of \(width) with positions of shape \(positions.shape)"
        )
        let hidden = Matrix(rows: batch * tokens, columns: width)
        let patches = patches(pixels, rows: rows, columns: columns)
        let added = Strided(positions.buffer.pointer, rows: tokens, columns: width, stride: width)
        for index in 0..<batch {
            let own = hidden.strided.rows(index * tokens..<(index + 1) * tokens)
            for d in 0..<width {
                own.pointer[d] = classToken.buffer.pointer[d] + added.pointer[d]
            }
            projection(
                patches.strided.rows(index * (tokens - 1)..<(index + 1) * (tokens - 1)),
                into: own.rows(1..<tokens),
                residual: added.rows(1..<tokens),
                workers: workers
            )
        }
        withExtendedLifetime((patches, positions, classToken)) {}
        return hidden
    }

    /// Each patch's numbers as a row, in the order of the convolution's weight: `[B * N, C * P * P]`.
    private func patches(_ pixels: Tensor, rows: Int, columns: Int) -> Matrix {
        let height = pixels.shape[2], width = pixels.shape[3]
        let size = channels * patchHeight * patchWidth
        let result = Matrix(rows: pixels.shape[0] * rows * columns, columns: size)
        pixels.withUnsafeValues { source in
            guard let base = source.baseAddress else { return }
            var target = result.strided.pointer
            for image in 0..<pixels.shape[0] {
                for row in 0..<rows {
                    for column in 0..<columns {
                        for channel in 0..<channels {
                            let plane = base + (image * channels + channel) * height * width
                            for y in row * patchHeight..<(row + 1) * patchHeight {
                                target.update(
                                    from: plane + y * width + column * patchWidth,
                                    count: patchWidth
                                )
                                target += patchWidth
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
