/// Checked operations on rows of floats, by the fastest loops that the processor can run.
///
/// Each has a plain version in ``Reference``, which says what it computes.
package enum Operations {
    /// Layer normalisation of every row; see ``Reference/normalize(_:weight:bias:epsilon:)``.
    package static func normalize(
        _ input: Strided,
        into result: Strided,
        weight: FloatBuffer,
        bias: FloatBuffer,
        epsilon: Float,
        loops: Loops = .best,
        workers: Workers = .single
    ) {
        precondition(
            input.rows == result.rows && input.columns == result.columns && input.columns > 0
                && weight.count == input.columns && bias.count == input.columns,
            "[\(input.rows), \(input.columns)] into [\(result.rows), \(result.columns)]"
        )
        workers.divide(input.rows) {
            loops.normalize(
                input.rows($0),
                into: result.rows($0),
                weight: weight,
                bias: bias,
                epsilon: epsilon
            )
        }
    }

    /// Softmax of every row times `scale`, in place; see ``Reference/softmax(_:scale:)``.
    package static func softmax(_ values: Strided, scale: Float = 1, loops: Loops = .best) {
        precondition(values.columns > 0 || values.rows == 0, "softmax of empty rows")
        loops.softmax(values, scale: scale)
    }

    /// Bias, activation and residual on every row, in place; see
    /// ``Reference/finish(_:bias:activation:residual:)``.
    package static func finish(_ values: Strided, _ finish: Finish, loops: Loops = .best) {
        finish.check(rows: values.rows, columns: values.columns)
        loops.finish(values, finish)
    }

    /// Attention of every head of every sequence; see ``Reference/attend(query:key:value:scale:)``.
    ///
    /// - Parameters:
    ///   - fused: `[sequences * tokens, 3 * heads * width]`: queries, keys and values side by side.
    ///   - result: `[sequences * tokens, heads * width]`.
    ///   - sequences: How many lie one after the other in the rows.
    ///   - heads: H.
    ///   - scale: What scores are multiplied by before the softmax.
    ///   - probabilities: If given, `[sequences, heads, tokens, tokens]` is written there.
    ///   - loops: Which processor's.
    ///   - workers: The threads that may share the work.
    package static func attend(
        fused: Strided,
        into result: Strided,
        sequences: Int,
        heads: Int,
        scale: Float,
        probabilities: FloatBuffer? = nil,
        loops: Loops = .best,
        workers: Workers = .single
    ) {
        let hidden = result.columns
        precondition(
            fused.columns == 3 * hidden && fused.rows == result.rows && heads > 0
                && hidden % heads == 0 && sequences > 0 && fused.rows % sequences == 0,
            "attention of \(heads) heads over [\(fused.rows), \(fused.columns)]"
        )
        let tokens = fused.rows / sequences
        let width = hidden / heads
        precondition(probabilities.map { $0.count == sequences * heads * tokens * tokens } ?? true)
        guard tokens > 0 else { return }
        workers.divide(sequences * heads) { range in
            let scratch = FloatBuffer(
                uninitialized: Loops.attentionScratch(tokens: tokens, width: width)
            )
            for index in range {
                let (sequence, head) = index.quotientAndRemainder(dividingBy: heads)
                let rows = sequence * tokens..<(sequence + 1) * tokens
                func part(_ third: Int) -> Strided {
                    let first = third * hidden + head * width
                    return fused.rows(rows).columns(first..<first + width)
                }
                loops.attend(
                    query: part(0),
                    key: part(1),
                    value: part(2),
                    into: result.rows(rows).columns(head * width..<(head + 1) * width),
                    scale: scale,
                    scratch: scratch.pointer,
                    probabilities: probabilities.map { $0.pointer + index * tokens * tokens }
                )
            }
        }
    }
}
