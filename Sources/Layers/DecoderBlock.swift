package import Kernels
package import Tensors

/// A layer of a decoder: attention to what came before, then the feed-forward part, each on
/// normalised rows and added to what it was given.
///
/// With both norms: y = x + attention(norm(x)), then y + feedForward(norm'(y)). With one, as in
/// GPT-J, both parts read the same rows: x + attention(norm(x)) + feedForward(norm(x)).
package struct DecoderBlock: Sendable {
    package struct Parts: Sendable {
        package var attentionNorm: any RowNormalizing
        /// Nil if both parts share the first.
        package var feedForwardNorm: (any RowNormalizing)?
        /// `[D] → [(H + 2K) × E]`: queries, keys and values side by side.
        package var queryKeyValue: Linear
        package var output: Linear
        package var feedForward: FeedForward
        /// H.
        package var heads: Int
        /// K, a divisor of H.
        package var keyHeads: Int
        /// E.
        package var headWidth: Int
        package var rotary: RotaryEmbedding?
        /// What scores are multiplied by before the softmax.
        package var scale: Float
        /// How many tokens up to its own a token sees; nil for all.
        package var window: Int?

        package init(
            attentionNorm: any RowNormalizing,
            feedForwardNorm: (any RowNormalizing)?,
            queryKeyValue: Linear,
            output: Linear,
            feedForward: FeedForward,
            heads: Int,
            keyHeads: Int,
            headWidth: Int,
            rotary: RotaryEmbedding? = nil,
            scale: Float,
            window: Int? = nil
        ) {
            self.attentionNorm = attentionNorm
            self.feedForwardNorm = feedForwardNorm
            self.queryKeyValue = queryKeyValue
            self.output = output
            self.feedForward = feedForward
            self.heads = heads
            self.keyHeads = keyHeads
            self.headWidth = headWidth
            self.rotary = rotary
            self.scale = scale
            self.window = window
        }
    }

    private let parts: Parts

    /// H.
    package var heads: Int { parts.heads }

    package init(_ parts: Parts) {
        precondition(
            parts.keyHeads > 0 && parts.heads % parts.keyHeads == 0
                && parts.queryKeyValue.outputs
                    == (parts.heads + 2 * parts.keyHeads) * parts.headWidth,
            "\(parts.heads) heads, \(parts.keyHeads) key heads of \(parts.headWidth)"
        )
        self.parts = parts
    }

    /// Working memory that all blocks of a pass share; each matrix has a row for each token.
    package struct Scratch {
        let normalized: Matrix
        let fused: Matrix
        let context: Matrix
        let sum: Matrix
        let widened: Matrix

        /// Memory for that many rows of width D.
        package init(rows: Int, width: Int, _ block: DecoderBlock) {
            let parts = block.parts
            normalized = Matrix(rows: rows, columns: width)
            fused = Matrix(rows: rows, columns: parts.queryKeyValue.outputs)
            context = Matrix(rows: rows, columns: parts.heads * parts.headWidth)
            sum = Matrix(rows: rows, columns: width)
            widened = Matrix(rows: rows, columns: parts.feedForward.scratchColumns)
        }
    }

    /// Changes `hidden`, `[rows, D]`, in place.
    ///
    /// - Parameters:
    ///   - hidden: The tokens of all segments, one segment after the other.
    ///   - segments: Where they lie, and the memory of what came before them.
    ///   - layer: Which layer of the caches is this block's.
    ///   - rotations: Of the rows, if the block has rotary embeddings.
    ///   - scratch: Of as many rows.
    ///   - probabilities: If given, `[H, tokens, tokens]` of each segment are written there; no
    ///     segment may have a cache then.
    ///   - workers: The threads that may share the work.
    package func callAsFunction(
        _ hidden: Matrix,
        segments: [CachedSegment],
        layer: Int,
        rotations: RotaryEmbedding.Table?,
        scratch: Scratch,
        probabilities: FloatBuffer? = nil,
        workers: Workers
    ) {
        let x = hidden.strided
        let normalized = scratch.normalized.strided
        let sum = scratch.sum.strided
        parts.attentionNorm(x, into: normalized, workers: workers)
        attend(
            normalized,
            segments: segments,
            layer: layer,
            rotations: rotations,
            scratch: scratch,
            probabilities: probabilities,
            workers: workers
        )
        parts.output(scratch.context.strided, into: sum, residual: x, workers: workers)
        if let norm = parts.feedForwardNorm { norm(sum, into: normalized, workers: workers) }
        parts.feedForward(
            normalized,
            into: x,
            residual: sum,
            scratch: scratch.widened.strided,
            workers: workers
        )
        withExtendedLifetime((hidden, scratch)) {}
    }

    /// Fills the scratch's context with what each token's heads read.
    private func attend(
        _ normalized: Strided,
        segments: [CachedSegment],
        layer: Int,
        rotations: RotaryEmbedding.Table?,
        scratch: Scratch,
        probabilities: FloatBuffer?,
        workers: Workers
    ) {
        let width = parts.headWidth
        let fused = scratch.fused.strided
        let context = scratch.context.strided
        parts.queryKeyValue(normalized, into: fused, workers: workers)
        let queryColumns = parts.heads * width, keyColumns = parts.keyHeads * width
        if let rotary = parts.rotary, let rotations {
            rotary.apply(
                to: fused.columns(0..<queryColumns + keyColumns),
                headWidth: width,
                table: rotations,
                workers: workers
            )
        }
        let query = fused.columns(0..<queryColumns)
        let key = fused.columns(queryColumns..<queryColumns + keyColumns)
        let value = fused.columns(queryColumns + keyColumns..<fused.columns)
        let mask = AttentionMask(isCausal: true, window: parts.window)
        if segments.allSatisfy({ $0.cache == nil }) {
            let rows = Sequences(lengths: segments.map(\.count))
            Operations.attend(
                query: query,
                key: key,
                value: value,
                into: context,
                queries: rows,
                keys: rows,
                heads: parts.heads,
                keyHeads: parts.keyHeads,
                scale: parts.scale,
                mask: mask,
                probabilities: probabilities,
                workers: workers
            )
            return
        }
        let pieces = pieces(segments, layer: layer, key: key, value: value)
        let group = parts.heads / parts.keyHeads
        // Each thread has key heads of its own in every segment, so that segments which branch off
        // one cache can use the same rows of it one after the other.
        workers.divide(parts.keyHeads) { [parts] keyHeads in
            let keyPart = keyHeads.lowerBound * width..<keyHeads.upperBound * width
            let queryPart = keyPart.lowerBound * group..<keyPart.upperBound * group
            for piece in pieces {
                piece.remember(columns: keyPart)
                Operations.attend(
                    query: query.rows(piece.rows).columns(queryPart),
                    key: piece.keys.columns(keyPart),
                    value: piece.values.columns(keyPart),
                    into: context.rows(piece.rows).columns(queryPart),
                    queries: Sequences(lengths: [piece.rows.count]),
                    keys: Sequences(lengths: [piece.keys.rows]),
                    heads: keyHeads.count * group,
                    keyHeads: keyHeads.count,
                    scale: parts.scale,
                    mask: mask,
                    probabilities: nil,
                    workers: .single
                )
            }
        }
    }

    /// A segment as the threads are given it.
    private struct Piece: Sendable {
        /// In the packed rows.
        let rows: Range<Int>
        /// All the keys and values that it sees: the cache's, then its own.
        let keys, values: Strided
        /// Its own, to be put into the cache; nil where they are read where they are.
        let newKeys, newValues: Strided?

        /// Puts some heads' new keys and values behind the cache's.
        func remember(columns: Range<Int>) {
            copy(newKeys, into: keys, columns)
            copy(newValues, into: values, columns)
        }

        private func copy(_ new: Strided?, into all: Strided, _ columns: Range<Int>) {
            guard let new else { return }
            let target = all.rows(all.rows - new.rows..<all.rows).columns(columns)
            let source = new.columns(columns)
            for row in 0..<source.rows {
                (target.pointer + row * target.stride).update(
                    from: source.pointer + row * source.stride,
                    count: columns.count
                )
            }
        }
    }

    private func pieces(
        _ segments: [CachedSegment],
        layer: Int,
        key: Strided,
        value: Strided
    ) -> [Piece] {
        var first = 0
        return segments.map { segment in
            let rows = first..<first + segment.count
            first = rows.upperBound
            guard let cache = segment.cache else {
                return Piece(
                    rows: rows,
                    keys: key.rows(rows),
                    values: value.rows(rows),
                    newKeys: nil,
                    newValues: nil
                )
            }
            let (keys, values) = cache.layer(layer)
            let seen = 0..<cache.count + segment.count
            return Piece(
                rows: rows,
                keys: keys.rows(seen),
                values: values.rows(seen),
                newKeys: key.rows(rows),
                newValues: value.rows(rows)
            )
        }
    }
}

/// How many of a pass's rows one sequence has, and what remembers the tokens before them.
package struct CachedSegment {
    package let count: Int
    /// Nil if nothing came before and nothing comes after.
    package let cache: KVCache?

    package init(count: Int, cache: KVCache?) {
        self.count = count
        self.cache = cache
    }
}

/// A normalisation of every row.
package protocol RowNormalizing: Sendable {
    /// Writes the normalised rows of the input, which may be the result.
    func callAsFunction(_ input: Strided, into result: Strided, workers: Workers)
}

extension LayerNorm: RowNormalizing {}
extension RMSNorm: RowNormalizing {}
