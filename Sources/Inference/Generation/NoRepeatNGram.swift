/// Forbids tokens that would end a run of `size` tokens which occurred before.
///
/// Source: transformers 4.49, `NoRepeatNGramLogitsProcessor`.
package struct NoRepeatNGram: LogitsStep {
    package let size: Int

    /// - Precondition: The size is at least 1; with 1, no token occurs twice.
    package init(size: Int) {
        precondition(size >= 1, "runs of \(size) tokens")
        self.size = size
    }

    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        guard tokens.count >= size else { return }
        let begun = tokens.suffix(size - 1)
        for start in 0...tokens.count - size {
            let last = tokens[start + size - 1]
            if tokens[start..<start + size - 1].elementsEqual(begun), scores.indices.contains(last)
            {
                scores[last] = -.infinity
            }
        }
    }
}
