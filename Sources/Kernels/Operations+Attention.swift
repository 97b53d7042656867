extension Operations {
    /// Attention of every head of every sequence; see
    /// ``Reference/attend(query:key:value:scale:mask:)``.
    ///
    /// - Parameters:
    ///   - query: `[queries.rows, heads * width]`.
    ///   - key: `[keys.rows, keyHeads * width]`.
    ///   - value: `[keys.rows, keyHeads * width]`.
    ///   - result: `[queries.rows, heads * width]`.
    ///   - queries: Where the sequences lie in the rows of `query` and `result`.
    ///   - keys: Where they lie in the rows of `key` and `value`; none shorter than its queries.
    ///   - heads: H.
    ///   - keyHeads: K, a divisor of H: each serves H / K query heads that follow each other.
    ///   - scale: What scores are multiplied by before the softmax, above 0.
    ///   - mask: Which keys a query sees.
    ///   - probabilities: If given, `[heads, queries, keys]` of each sequence are written there, one
    ///     sequence after the other.
    ///   - loops: Which processor's.
    ///   - workers: The threads that may share the work.
    package static func attend(
        query: Strided,
        key: Strided,
        value: Strided,
        into result: Strided,
        queries: Sequences,
        keys: Sequences,
        heads: Int,
        keyHeads: Int,
        scale: Float,
        mask: AttentionMask = .none,
        probabilities: FloatBuffer? = nil,
        loops: Loops = .best,
        workers: Workers = .single
    ) {
        precondition(
            scale > 0 && heads > 0 && keyHeads > 0 && heads % keyHeads == 0
                && query.columns % heads == 0,
            "\(heads) query heads, \(keyHeads) key heads, \(query.columns) columns, scale \(scale)"
        )
        let width = query.columns / heads
        precondition(
            query.rows == queries.rows && result.rows == queries.rows
                && result.columns == query.columns && key.rows == keys.rows
                && value.rows == keys.rows && key.columns == keyHeads * width
                && value.columns == keyHeads * width && queries.count == keys.count,
            "attention of [\(query.rows), \(query.columns)] over [\(key.rows), \(key.columns)]"
        )
        var offsets = [0]
        for index in 0..<queries.count {
            precondition(
                queries[index].count <= keys[index].count,
                "\(queries[index].count) queries over \(keys[index].count) keys"
            )
            offsets.append(offsets[index] + heads * queries[index].count * keys[index].count)
        }
        precondition(probabilities.map { $0.count == offsets[queries.count] } ?? true)
        workers.divide(queries.count * heads) { [offsets] range in
            let scratch = FloatBuffer(
                uninitialized: Loops.attentionScratch(queries: queries.longest, width: width)
            )
            for index in range {
                let (sequence, head) = index.quotientAndRemainder(dividingBy: heads)
                let own = queries[sequence], seen = keys[sequence]
                guard !own.isEmpty else { continue }
                let columns = head * width..<(head + 1) * width
                let keyHead = head / (heads / keyHeads)
                let keyColumns = keyHead * width..<(keyHead + 1) * width
                loops.attend(
                    query: query.rows(own).columns(columns),
                    key: key.rows(seen).columns(keyColumns),
                    value: value.rows(seen).columns(keyColumns),
                    into: result.rows(own).columns(columns),
                    scale: scale,
                    mask: mask,
                    scratch: scratch.pointer,
                    probabilities: probabilities.map {
                        $0.pointer + offsets[sequence] + head * own.count * seen.count
                    }
                )
            }
        }
    }
}
