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

    /// Reads `weight` and `bias`, which old files call `gamma` and `beta`.
    package init(_ scope: WeightScope, size: Int, epsilon: Double) throws(CheckpointError) {
        let isOld = !scope.has("weight") && scope.has("gamma")
        weight = try scope.tensor(isOld ? "gamma" : "weight", [size])
        bias = try scope.tensor(isOld ? "beta" : "bias", [size])
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
