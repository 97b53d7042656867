/// Forbids the end tokens while there are fewer tokens than asked for.
///
/// Source: transformers 4.49, `MinLengthLogitsProcessor` and `MinNewTokensLengthLogitsProcessor`.
package struct MinimumLength: LogitsStep {
    package let length: Int
    package let endTokens: [Int]

    /// `length` counts the prompt too.
    package init(_ length: Int, endTokens: [Int]) {
        self.length = length
        self.endTokens = endTokens
    }

    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        guard tokens.count < length else { return }
        for token in endTokens where scores.indices.contains(token) { scores[token] = -.infinity }
    }
}
