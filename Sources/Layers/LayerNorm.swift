package import Checkpoints
package import Kernels
import Tensors

/// Layer normalisation over the last dimension.
///
/// Source: Ba et al. 2016.
package struct LayerNorm: Sendable {
    private let weight: Tensor
    private let bias: Tensor
    private let epsilon: Float

    /// Reads `weight` and `bias`.
    package init(_ scope: WeightScope, size: Int, epsilon: Double) throws(CheckpointError) {
        weight = try scope.tensor("weight", [size])
        bias = try scope.tensor("bias", [size])
        self.epsilon = Float(epsilon)
    }

    /// Normalises every row.
    package func callAsFunction(_ input: Strided, into result: Strided, workers: Workers) {
        Operations.normalize(
            input,
            into: result,
            weight: weight.buffer,
            bias: bias.buffer,
            epsilon: epsilon,
            workers: workers
        )
    }
}
