package import Kernels
package import Layers
package import Tensors

/// What the decoder families share: tokens in, blocks over packed rows, a score for each token out.
package struct CausalDecoder: Sendable {
    /// The vocabulary in both directions.
    package let tokens: TokenTable
    /// A vector for each place, added to the token's; nil where places are told by rotation.
    package let positions: Embedding?
    package let blocks: [DecoderBlock]
    /// The same in all blocks.
    package let rotary: RotaryEmbedding?
    package let norm: any RowNormalizing
    /// The most tokens of a sequence.
    package let contextLength: Int
    /// What a cache keeps for a token.
    package let cacheShape: KVCache.Shape

    package init(
        tokens: TokenTable,
        positions: Embedding? = nil,
        blocks: [DecoderBlock],
        rotary: RotaryEmbedding? = nil,
        norm: any RowNormalizing,
        contextLength: Int,
        cacheWidth: Int
    ) {
        self.tokens = tokens
        self.positions = positions
        self.blocks = blocks
        self.rotary = rotary
        self.norm = norm
        self.contextLength = contextLength
        cacheShape = KVCache.Shape(layers: blocks.count, width: cacheWidth)
    }

    /// Runs segments; see ``CausalLanguageModel/states(_:)``.
    ///
    /// - Parameters:
    ///   - segments: Some tokens of each sequence.
    ///   - tracing: Told of `hidden_states.k`, what block k is given and, the last, the states; and of
    ///     `attentions.k`, block k's probabilities.
    ///   - workers: The threads that may share the work.
    /// - Returns: `[rows, D]`.
    /// - Throws: ``InferenceError/tokenOutOfRange(id:count:)`` or
    ///   ``InferenceError/contextLength(tokens:limit:)``.
    package func states(
        _ segments: [TokenSegment],
        tracing: TransformerEncoder.Tracing? = nil,
        workers: Workers
    ) throws(InferenceError) -> Matrix {
        try check(segments)
        let ids = segments.flatMap(\.tokens)
        let places = segments.flatMap { segment in
            let first = segment.cache?.count ?? 0
            return first..<first + segment.tokens.count
        }
        let hidden = Matrix(rows: ids.count, columns: tokens.width)
        guard !ids.isEmpty else { return hidden }
        tokens.lookup(ids, into: hidden.strided, workers: workers)
        positions?.add(places, to: hidden.strided)

        reserve(segments)
        let cached = segments.map { CachedSegment(count: $0.tokens.count, cache: $0.cache) }
        let rotations = rotary?.table(places)
        let scratch = blocks.first.map {
            DecoderBlock.Scratch(rows: ids.count, width: tokens.width, $0)
        }
        for (index, block) in blocks.enumerated() {
            guard let scratch else { break }
            tracing.map { $0.trace.record("hidden_states.\(index)", $0.rows.tensor(hidden)) }
            let probabilities = probabilities(index, segments, tracing)
            block(
                hidden,
                segments: cached,
                layer: index,
                rotations: rotations,
                scratch: scratch,
                probabilities: probabilities,
                workers: workers
            )
            if let probabilities, let tracing {
                tracing.trace.record(
                    "attentions.\(index)",
                    tracing.rows.tensor(probabilities: probabilities, heads: block.heads)
                )
            }
        }
        norm(hidden.strided, into: hidden.strided, workers: workers)
        tracing.map { $0.trace.record("hidden_states.\(blocks.count)", $0.rows.tensor(hidden)) }
        for segment in segments {
            if case .extending(let cache) = segment.memory { cache.commit(segment.tokens.count) }
        }
        return hidden
    }

    /// The scores of every token, `[rows, V]`.
    package func logits(_ states: Strided, into result: Strided, workers: Workers) {
        tokens.logits(states, into: result, workers: workers)
    }

    private func check(_ segments: [TokenSegment]) throws(InferenceError) {
        for segment in segments {
            let total = (segment.cache?.count ?? 0) + segment.tokens.count
            guard total <= contextLength else {
                throw .contextLength(tokens: total, limit: contextLength)
            }
            for id in segment.tokens where !(0..<tokens.count).contains(id) {
                throw .tokenOutOfRange(id: id, count: tokens.count)
            }
        }
    }

    /// Room for the longest branch of each cache, before any of its rows is written.
    private func reserve(_ segments: [TokenSegment]) {
        var users: [ObjectIdentifier: Bool] = [:]
        for segment in segments {
            guard let cache = segment.cache else { continue }
            precondition(cache.shape == cacheShape, "a cache of another model")
            var extends = false
            if case .extending = segment.memory { extends = true }
            let others = users.updateValue(extends, forKey: ObjectIdentifier(cache))
            precondition(others == nil || (others == false && !extends), "a cache extended twice")
            cache.reserve(cache.count + segment.tokens.count)
        }
    }

    private func probabilities(
        _ layer: Int,
        _ segments: [TokenSegment],
        _ tracing: TransformerEncoder.Tracing?
    ) -> FloatBuffer? {
        guard let tracing, tracing.trace.wants("attentions.\(layer)") else { return nil }
        let squares = segments.reduce(0) { $0 + $1.tokens.count * $1.tokens.count }
        return FloatBuffer(uninitialized: blocks[layer].heads * squares)
    }
}
