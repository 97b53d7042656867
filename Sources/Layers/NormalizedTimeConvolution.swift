package import Checkpoints
package import Kernels
import Tensors

/// A convolution of one channel whose every output channel is normalised over all of its moments:
/// group normalisation with a channel a group.
///
/// Mean and variance of an output are known without computing it: with m and R the means of the input's
/// windows and of their products, they are w · m + b and wᵀ (R − m mᵀ) w. So the normalisation is
/// folded into the weights, for each signal, and the long output is made once, in any pieces.
///
/// Source: Wu and He 2018 ("Group Normalization"), equations 1 to 7.
package struct NormalizedTimeConvolution: Sendable {
    private let weight: Tensor
    private let gain: Tensor
    private let offset: Tensor
    private let step: Int
    private let epsilon: Double

    /// Reads the convolution's `weight`, `[C', 1, kernel]`, and `bias`, and the normalisation's `weight`
    /// and `bias`.
    package init(
        _ convolution: WeightScope,
        norm: WeightScope,
        outputs: Int,
        kernel: Int,
        step: Int,
        hasBias: Bool,
        epsilon: Double
    ) throws(CheckpointError) {
        weight = try convolution.tensor("weight", [outputs, 1, kernel])
        // A constant is taken out again with the mean.
        if hasBias { _ = try convolution.tensor("bias", [outputs]) }
        gain = try norm.tensor("weight", [outputs])
        offset = try norm.tensor("bias", [outputs])
        self.step = step
        self.epsilon = epsilon
    }

    /// The convolution that gives this signal's normalised outputs.
    ///
    /// - Parameter signal: All samples, `[S, 1]`.
    /// - Returns: A convolution to `[T', C']`, to be run over any pieces of the signal.
    package func folded(over signal: Strided) -> TimeConvolution {
        let kernel = weight.shape[2], outputs = weight.shape[0]
        let (means, products) = Self.moments(signal.windows(of: kernel, step: step))
        let weights = weight.values, gains = gain.values, offsets = offset.values
        var folded = [Float](repeating: 0, count: weights.count)
        var bias = [Float](repeating: 0, count: outputs)
        for output in 0..<outputs {
            let own = (0..<kernel).map { Double(weights[output * kernel + $0]) }
            var mean = 0.0
            var variance = 0.0
            for i in 0..<kernel {
                mean += own[i] * means[i]
                for j in 0..<kernel {
                    variance += own[i] * own[j] * (products[i * kernel + j] - means[i] * means[j])
                }
            }
            let scale = Double(gains[output]) / (max(variance, 0) + epsilon).squareRoot()
            for i in 0..<kernel { folded[output * kernel + i] = Float(own[i] * scale) }
            bias[output] = Float(Double(offsets[output]) - mean * scale)
        }
        return TimeConvolution(
            weight: Tensor([outputs, 1, kernel], folded),
            bias: Tensor([outputs], bias),
            step: step
        )
    }

    /// The means of the rows, and of the products of their columns; zeros for no rows.
    private static func moments(_ windows: Strided) -> (means: [Double], products: [Double]) {
        let kernel = windows.columns
        var means = [Double](repeating: 0, count: kernel)
        var products = [Double](repeating: 0, count: kernel * kernel)
        let count = Double(max(windows.rows, 1))
        means.withUnsafeMutableBufferPointer { means in
            products.withUnsafeMutableBufferPointer { products in
                for row in 0..<windows.rows {
                    let window = windows.pointer + row * windows.stride
                    for i in 0..<kernel {
                        let x = Double(window[i])
                        means[i] += x
                        for j in 0...i { products[i * kernel + j] += x * Double(window[j]) }
                    }
                }
                for i in 0..<kernel {
                    means[i] /= count
                    for j in 0...i {
                        products[i * kernel + j] /= count
                        products[j * kernel + i] = products[i * kernel + j]
                    }
                }
            }
        }
        return (means, products)
    }
}
