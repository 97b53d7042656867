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
}
