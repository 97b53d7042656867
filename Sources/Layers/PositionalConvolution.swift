package import Checkpoints
package import Kernels
import Tensors

/// x + activation(convolution(x)): a grouped convolution over time that keeps the length, whose weight
/// is stored as a direction and a size for each tap (weight normalisation).
///
/// Moment t sees t − kernel / 2 and the `kernel` − 1 after it; beyond the ends there is silence. The
/// weight is g v / ‖v‖ with the norm over outputs and inputs of each tap.
///
/// Source: Baevski et al. 2020 (wav2vec 2.0), section 2; Salimans and Kingma 2016.
package struct PositionalConvolution: Sendable {
    private let width: Int
    private let kernel: Int
    private let activation: Activation
    /// One for each group, its windows taken from the group's columns alone.
    private let groups: [TimeConvolution]

    /// Reads `bias` and the weight in its present spelling (`parametrizations.weight.original0` and
    /// `original1`) or the former (`weight_g` and `weight_v`).
    package init(
        _ scope: WeightScope,
        width: Int,
        kernel: Int,
        groups: Int,
        activation: Activation
    ) throws(CheckpointError) {
        self.width = width
        self.kernel = kernel
        self.activation = activation
        let share = width / groups
        let isFormer = scope.has("weight_v") || scope.has("weight_g")
        let normed = isFormer ? scope : scope["parametrizations"]["weight"]
        let sizes = try normed.tensor(isFormer ? "weight_g" : "original0", [1, 1, kernel])
        let directions = try normed.tensor(
            isFormer ? "weight_v" : "original1",
            [width, share, kernel]
        )
        let bias = try scope.tensor("bias", [width])
        let weight = Self.scaled(directions.values, by: sizes.values)
        let size = share * share * kernel
        self.groups = (0..<groups).map { group in
            TimeConvolution(
                weight: Tensor(
                    [share, share, kernel],
                    Array(weight[group * size..<(group + 1) * size])
                ),
                bias: Tensor([share], Array(bias.values[group * share..<(group + 1) * share])),
                step: 1
            )
        }
    }

    /// result = input + activation(convolution), both `[T, D]`.
    ///
    /// - Parameters:
    ///   - input: The moments of one sequence.
    ///   - result: Other memory than the input's.
    ///   - workers: The threads that share the groups.
    package func callAsFunction(_ input: Strided, into result: Strided, workers: Workers) {
        precondition(input.columns == width && result.rows == input.rows, "\(input.columns)")
        guard input.rows > 0 else { return }
        let share = width / groups.count
        workers.divide(groups.count) { part in
            // The group's columns with silence before and after them.
            let rows = input.rows + kernel - 1
            let own = Matrix(rows: rows, columns: share)
            let first = kernel / 2
            own.strided.pointer.initialize(repeating: 0, count: first * share)
            (own.strided.pointer + (first + input.rows) * share).initialize(
                repeating: 0,
                count: (rows - first - input.rows) * share
            )
            for group in part {
                let columns = group * share..<(group + 1) * share
                let source = input.columns(columns)
                for row in 0..<input.rows {
                    (own.strided.pointer + (first + row) * share).update(
                        from: source.pointer + row * source.stride,
                        count: share
                    )
                }
                groups[group](
                    own.strided,
                    into: result.columns(columns),
                    activation: activation,
                    residual: source,
                    workers: .single
                )
            }
            withExtendedLifetime(own) {}
        }
    }

    /// g v / ‖v‖ for each tap, the last dimension.
    private static func scaled(_ directions: [Float], by sizes: [Float]) -> [Float] {
        let kernel = sizes.count
        var squares = [Double](repeating: 0, count: kernel)
        for (index, value) in directions.enumerated() {
            squares[index % kernel] += Double(value) * Double(value)
        }
        let factors = (0..<kernel).map { Double(sizes[$0]) / squares[$0].squareRoot() }
        return directions.enumerated().map {
            Float(Double($0.element) * factors[$0.offset % kernel])
        }
    }
}
