package import Checkpoints
package import Kernels
import Tensors

/// x / √(mean of x² + ε) × weight over the last dimension.
///
/// Source: Zhang and Sennrich 2019.
package struct RMSNorm: Sendable {
    private let weight: Tensor
    private let epsilon: Float

    /// Reads `weight`.
    package init(_ scope: WeightScope, size: Int, epsilon: Double) throws(CheckpointError) {
        weight = try scope.tensor("weight", [size])
        self.epsilon = Float(epsilon)
    }

    /// Normalises every row.
    package func callAsFunction(_ input: Strided, into result: Strided, workers: Workers) {
        precondition(
            input.rows == result.rows && input.columns == weight.count
                && result.columns == weight.count,
            "[\(input.rows), \(input.columns)] into [\(result.rows), \(result.columns)]"
        )
        workers.divide(input.rows) { rows in
            for row in rows {
                let from = input.pointer + row * input.stride
                let to = result.pointer + row * result.stride
                var squares: Float = 0
                for column in 0..<weight.count { squares += from[column] * from[column] }
                let factor = 1 / (squares / Float(weight.count) + epsilon).squareRoot()
                for column in 0..<weight.count {
                    to[column] = from[column] * factor * weight.buffer.pointer[column]
                }
            }
        }
    }
}
