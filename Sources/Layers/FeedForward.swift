package import Kernels
import Tensors

/// The part of a block that works on each token by itself.
package enum FeedForward: Sendable {
    /// down(activation(up(x))).
    case plain(up: Linear, down: Linear, activation: Activation)
    /// down(activation(gate(x)) × up(x)) (Shazeer 2020, "GLU Variants Improve Transformer").
    case gated(gate: Linear, up: Linear, down: Linear, activation: Activation)

    /// The columns that it needs as working memory.
    package var scratchColumns: Int {
        switch self {
        case .plain(let up, _, _): up.outputs
        case .gated(let gate, let up, _, _): gate.outputs + up.outputs
        }
    }

    /// result = self(input) + residual.
    ///
    /// - Parameters:
    ///   - input: `[rows, D]`.
    ///   - result: `[rows, D]`; neither the input nor the residual.
    ///   - residual: `[rows, D]`.
    ///   - scratch: `[rows, scratchColumns]`, for the widened rows.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ input: Strided,
        into result: Strided,
        residual: Strided,
        scratch: Strided,
        workers: Workers
    ) {
        switch self {
        case .plain(let up, let down, let activation):
            up(input, into: scratch, activation: activation, workers: workers)
            down(scratch, into: result, residual: residual, workers: workers)
        case .gated(let gate, let up, let down, let activation):
            let gated = scratch.columns(0..<gate.outputs)
            let raised = scratch.columns(gate.outputs..<gate.outputs + up.outputs)
            gate(input, into: gated, activation: activation, workers: workers)
            up(input, into: raised, workers: workers)
            workers.divide(gated.rows) { rows in
                for row in rows {
                    let left = gated.pointer + row * gated.stride
                    let right = raised.pointer + row * raised.stride
                    for column in 0..<gated.columns { left[column] *= right[column] }
                }
            }
            down(gated, into: result, residual: residual, workers: workers)
        }
    }
}
