package import Checkpoints
package import Kernels
package import Tensors

/// A convolution over time without padding, of rows that are moments: `[T, C]` → `[T', C']`.
///
/// Its windows lie in the input as they are, one row after the other, so it is a product without a
/// copy.
package struct TimeConvolution: Sendable {
    /// C.
    package let inputs: Int
    /// Moments that an output sees.
    package let kernel: Int
    /// Moments from one output to the next.
    package let step: Int
    private let linear: Linear

    /// Reads `weight`, `[C', C, kernel]`, and, if it has one, `bias`.
    package init(
        _ scope: WeightScope,
        inputs: Int,
        outputs: Int,
        kernel: Int,
        step: Int,
        hasBias: Bool
    ) throws(CheckpointError) {
        self.init(
            weight: try scope.tensor("weight", [outputs, inputs, kernel]),
            bias: hasBias ? try scope.tensor("bias", [outputs]) : nil,
            step: step
        )
    }

    /// A convolution with the weight `[C', C, kernel]`.
    package init(weight: Tensor, bias: Tensor?, step: Int) {
        inputs = weight.shape[1]
        kernel = weight.shape[2]
        self.step = step
        linear = Linear(
            weight: Self.inTimeOrder(weight),
            bias: bias,
            inputs: inputs * kernel,
            outputs: weight.shape[0]
        )
    }

    /// C'.
    package var outputs: Int { linear.outputs }

    /// T' for T moments; 0 if they are fewer than a window.
    package func count(_ moments: Int) -> Int {
        moments < kernel ? 0 : (moments - kernel) / step + 1
    }

    /// result = activation(convolution + b) + residual.
    ///
    /// - Parameters:
    ///   - input: `[T, C]`, its rows without gaps.
    ///   - result: `[T', C']`.
    ///   - activation: Applied after the bias.
    ///   - residual: Added last, `[T', C']`.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ input: Strided,
        into result: Strided,
        activation: Activation = .none,
        residual: Strided? = nil,
        workers: Workers
    ) {
        linear(
            input.windows(of: kernel, step: step),
            into: result,
            activation: activation,
            residual: residual,
            workers: workers
        )
    }

    /// `[C', C, kernel]` → `[C', kernel * C]`, as windows lie in memory.
    static func inTimeOrder(_ weight: Tensor) -> Tensor {
        let outputs = weight.shape[0], inputs = weight.shape[1], kernel = weight.shape[2]
        return Tensor([outputs, kernel * inputs]) { target in
            weight.withUnsafeValues { source in
                for output in 0..<outputs {
                    let start = output * inputs * kernel
                    for input in 0..<inputs {
                        for tap in 0..<kernel {
                            target[start + tap * inputs + input] =
                                source[start + input * kernel + tap]
                        }
                    }
                }
            }
        }
    }
}
