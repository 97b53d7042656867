package import Kernels
package import Tensors

/// Transformer blocks one after the other.
package struct TransformerEncoder: Sendable {
    package let blocks: [TransformerBlock]

    package init(_ blocks: [TransformerBlock]) {
        self.blocks = blocks
    }

    /// What a traced run reports: under which names, and where its rows lie in a padded batch.
    package struct Tracing {
        package let trace: TensorTrace
        package let rows: PaddedRows
        package let prefix: String

        /// Reports as `hidden_states.k` and `attentions.k`, each after the prefix.
        package init(_ trace: TensorTrace, _ rows: PaddedRows, prefix: String = "") {
            self.trace = trace
            self.rows = rows
            self.prefix = prefix
        }
    }

    /// Changes `hidden`, `[rows, D]`, in place, block by block.
    ///
    /// - Parameters:
    ///   - hidden: The rows of all sequences.
    ///   - sequences: Where they lie.
    ///   - visible: See ``TransformerBlock``; no probabilities are reported with it.
    ///   - outputs: If given, the one row of each sequence that is read afterwards: without tracing
    ///     the last block computes no other, and leaves those as they were.
    ///   - tracing: Told of `hidden_states.0`, what goes in; of `hidden_states.k`, what block k − 1
    ///     gives; and of `attentions.k`, block k's probabilities.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ hidden: Matrix,
        sequences: Sequences,
        visible: [Int]? = nil,
        outputs: [Int]? = nil,
        tracing: Tracing? = nil,
        workers: Workers
    ) {
        let prefix = tracing?.prefix ?? ""
        tracing.map { $0.trace.record(prefix + "hidden_states.0", $0.rows.tensor(hidden)) }
        guard let first = blocks.first else { return }
        let scratch = TransformerBlock.Scratch(rows: hidden.rows, for: first)
        for (index, block) in blocks.enumerated() {
            if let outputs, tracing == nil, visible == nil, index == blocks.count - 1 {
                block(
                    hidden,
                    only: outputs,
                    sequences: sequences,
                    scratch: scratch,
                    workers: workers
                )
                return
            }
            let attentions = prefix + "attentions.\(index)"
            var probabilities: FloatBuffer?
            if let tracing, visible == nil, tracing.trace.wants(attentions) {
                let count = sequences.lengths.reduce(0) { $0 + $1 * $1 }
                probabilities = FloatBuffer(uninitialized: block.heads * count)
            }
            block(
                hidden,
                sequences: sequences,
                scratch: scratch,
                visible: visible,
                probabilities: probabilities,
                workers: workers
            )
            guard let tracing else { continue }
            if let probabilities {
                tracing.trace.record(
                    attentions,
                    tracing.rows.tensor(probabilities: probabilities, heads: block.heads)
                )
            }
            tracing.trace.record(
                prefix + "hidden_states.\(index + 1)",
                tracing.rows.tensor(hidden)
            )
        }
    }
}
