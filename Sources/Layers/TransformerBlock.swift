package import Kernels
package import Tensors

/// Self-attention and an MLP, each with a residual and a normalisation.
///
/// Source: Vaswani et al. 2017; the order of the normalisations, Xiong et al. 2020, figure 1.
package struct TransformerBlock: Sendable {
    /// Where the normalisations stand.
    package enum Order: Sendable {
        /// x + attention(norm(x)), then x + MLP(norm(x)).
        case normFirst
        /// norm(x + attention(x)), then norm(x + MLP(x)).
        case normLast
    }

    package let order: Order
    /// H.
    package let heads: Int
    /// What scores are multiplied by; 1/√E if nothing else is said.
    package let scale: Float
    package let mask: AttentionMask
    private let attentionNorm: LayerNorm
    private let queryKeyValue: Linear
    private let output: Linear
    private let mlpNorm: LayerNorm
    private let up: Linear
    private let activation: Activation
    private let down: Linear

    /// Puts a block together.
    ///
    /// - Parameters:
    ///   - order: Where the normalisations stand.
    ///   - heads: H, a divisor of the width.
    ///   - scale: What scores are multiplied by; nil for 1/√E.
    ///   - mask: Which keys a query sees.
    ///   - attentionNorm: The normalisation of the attention's half.
    ///   - queryKeyValue: The three projections fused, `[3 D, D]`; see ``Linear/init(fusing:inputs:outputs:hasBias:)``.
    ///   - output: The projection after the attention.
    ///   - mlpNorm: The normalisation of the MLP's half.
    ///   - up: The first layer of the MLP.
    ///   - activation: Between its layers.
    ///   - down: The second layer of the MLP.
    package init(
        order: Order,
        heads: Int,
        scale: Float? = nil,
        mask: AttentionMask = .none,
        attentionNorm: LayerNorm,
        queryKeyValue: Linear,
        output: Linear,
        mlpNorm: LayerNorm,
        up: Linear,
        activation: Activation,
        down: Linear
    ) {
        self.order = order
        self.heads = heads
        self.scale = scale ?? 1 / Float(output.outputs / heads).squareRoot()
        self.mask = mask
        self.attentionNorm = attentionNorm
        self.queryKeyValue = queryKeyValue
        self.output = output
        self.mlpNorm = mlpNorm
        self.up = up
        self.activation = activation
        self.down = down
    }

    /// D.
    package var width: Int { output.outputs }

    /// Working memory that the blocks of a pass share; each matrix has a row for each token.
    package struct Scratch {
        let normalized: Matrix
        let attended: Matrix
        let fused: Matrix
        let intermediate: Matrix

        /// Memory for `rows` tokens of blocks like the given one.
        package init(rows: Int, for block: TransformerBlock) {
            normalized = Matrix(rows: rows, columns: block.width)
            attended = Matrix(rows: rows, columns: block.width)
            fused = Matrix(spacing: rows, columns: 3 * block.width)
            intermediate = Matrix(spacing: rows, columns: block.up.outputs)
        }
    }

    /// Changes `hidden`, `[rows, D]`, in place.
    ///
    /// - Parameters:
    ///   - hidden: The rows of all sequences.
    ///   - sequences: Where they lie.
    ///   - scratch: Memory for as many rows.
    ///   - visible: If given, only so many of each sequence's first rows are keys: what the reference
    ///     does with padding that it runs through a model.
    ///   - probabilities: If given, `[heads, tokens, tokens]` of each sequence are written there.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ hidden: Matrix,
        sequences: Sequences,
        scratch: Scratch,
        visible: [Int]? = nil,
        probabilities: FloatBuffer? = nil,
        workers: Workers
    ) {
        // The context takes the place of the normalised input, which is no longer needed.
        let normalized = scratch.normalized.strided
        let input = attentionInput(hidden.strided, normalized, workers)
        attend(input, normalized, sequences, scratch, visible, probabilities, workers)
        complete(hidden.strided, scratch, workers)
        withExtendedLifetime((hidden, scratch)) {}
    }

    /// Changes one row of each sequence, as the whole block would, and leaves the others as they are:
    /// for the last block of a model that reads no more of it.
    ///
    /// - Parameters:
    ///   - hidden: The rows of all sequences, `[rows, D]`.
    ///   - rows: One in each sequence.
    ///   - sequences: Where they lie.
    ///   - scratch: Memory for all rows.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ hidden: Matrix,
        only rows: [Int],
        sequences: Sequences,
        scratch: Scratch,
        workers: Workers
    ) {
        precondition(rows.count == sequences.count, "\(rows.count) of \(sequences.count) sequences")
        let x = hidden.strided
        let input = attentionInput(x, scratch.normalized.strided, workers)
        let fused = scratch.fused.strided
        queryKeyValue(input, into: fused, workers: workers)
        let own = Matrix(rows: rows.count, columns: width)
        let few = Scratch(rows: rows.count, for: self)
        for (index, row) in rows.enumerated() {
            Self.copy(x, row, to: own.strided, index)
            let sequence = sequences[index]
            precondition(sequence.contains(row), "row \(row) of \(sequence)")
            let keys = fused.rows(
                sequence.lowerBound..<(mask.isCausal ? row + 1 : sequence.upperBound)
            )
            Operations.attend(
                query: fused.rows(row..<row + 1).columns(0..<width),
                key: keys.columns(width..<2 * width),
                value: keys.columns(2 * width..<3 * width),
                into: few.normalized.strided.rows(index..<index + 1),
                queries: Sequences(lengths: [1]),
                keys: Sequences(lengths: [keys.rows]),
                heads: heads,
                keyHeads: heads,
                scale: scale,
                mask: mask,
                workers: workers
            )
        }
        complete(own.strided, few, workers)
        for (index, row) in rows.enumerated() { Self.copy(own.strided, index, to: x, row) }
        withExtendedLifetime((hidden, scratch, own, few)) {}
    }

    private static func copy(_ source: Strided, _ row: Int, to target: Strided, _ place: Int) {
        (target.pointer + place * target.stride).update(
            from: source.pointer + row * source.stride,
            count: source.columns
        )
    }

    /// What the attention reads: the rows, normalised if that comes first.
    private func attentionInput(
        _ x: Strided,
        _ normalized: Strided,
        _ workers: Workers
    ) -> Strided {
        guard order == .normFirst else { return x }
        attentionNorm(x, into: normalized, workers: workers)
        return normalized
    }

    /// All that comes after the attention, whose context is in the scratch's `normalized`.
    private func complete(_ x: Strided, _ scratch: Scratch, _ workers: Workers) {
        let normalized = scratch.normalized.strided
        let attended = scratch.attended.strided
        let intermediate = scratch.intermediate.strided
        output(normalized, into: attended, residual: x, workers: workers)
        switch order {
        case .normFirst:
            mlpNorm(attended, into: normalized, workers: workers)
            up(normalized, into: intermediate, activation: activation, workers: workers)
            down(intermediate, into: x, residual: attended, workers: workers)
        case .normLast:
            attentionNorm(attended, into: attended, workers: workers)
            up(attended, into: intermediate, activation: activation, workers: workers)
            down(intermediate, into: normalized, residual: attended, workers: workers)
            mlpNorm(normalized, into: x, workers: workers)
        }
    }

    /// The context of every token, into `result`, which may be the input.
    private func attend(
        _ input: Strided,
        _ result: Strided,
        _ sequences: Sequences,
        _ scratch: Scratch,
        _ visible: [Int]?,
        _ probabilities: FloatBuffer?,
        _ workers: Workers
    ) {
        let fused = scratch.fused.strided
        queryKeyValue(input, into: fused, workers: workers)
        if let visible {
            for (index, count) in visible.enumerated() {
                let own = sequences[index]
                attend(fused.rows(own), result.rows(own), visible: count, workers)
            }
            return
        }
        Operations.attend(
            query: fused.columns(0..<width),
            key: fused.columns(width..<2 * width),
            value: fused.columns(2 * width..<3 * width),
            into: result,
            queries: sequences,
            keys: sequences,
            heads: heads,
            keyHeads: heads,
            scale: scale,
            mask: mask,
            probabilities: probabilities,
            workers: workers
        )
    }

    /// All rows of a sequence as queries over the first `visible` as keys, as many queries at a time as keys.
    private func attend(_ fused: Strided, _ result: Strided, visible: Int, _ workers: Workers) {
        precondition((1...fused.rows).contains(visible), "\(visible) of \(fused.rows) rows as keys")
        let keys = fused.rows(0..<visible)
        for start in stride(from: 0, to: fused.rows, by: visible) {
            let rows = start..<min(start + visible, fused.rows)
            Operations.attend(
                query: fused.rows(rows).columns(0..<width),
                key: keys.columns(width..<2 * width),
                value: keys.columns(2 * width..<3 * width),
                into: result.rows(rows),
                queries: Sequences(lengths: [rows.count]),
                keys: Sequences(lengths: [visible]),
                heads: heads,
                keyHeads: heads,
                scale: scale,
                workers: workers
            )
        }
    }
}
