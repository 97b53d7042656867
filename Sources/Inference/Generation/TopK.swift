/// Forbids all tokens but the k with the highest scores, and those that score as high as the k-th.
///
/// Source: Fan et al. 2018; transformers 4.49, `TopKLogitsWarper`.
package struct TopK: LogitsStep {
    package let count: Int

    /// - Precondition: At least one token is left.
    package init(_ count: Int) {
        precondition(count >= 1, "the best \(count) tokens")
        self.count = count
    }

    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        guard count < scores.count, let least = Self.best(count, of: scores).last else { return }
        for index in scores.indices where scores[index] < least { scores[index] = -.infinity }
    }

    /// The highest scores, best first.
    static func best(_ count: Int, of scores: UnsafeMutableBufferPointer<Float>) -> [Float] {
        // Candidates gather until there are twice as many as wanted; then the lower half goes.
        var best: [Float] = []
        best.reserveCapacity(2 * count + 1)
        var threshold = -Float.infinity
        for score in scores where score >= threshold {
            best.append(score)
            if best.count > 2 * count {
                best.sort(by: >)
                best.removeLast(best.count - count)
                threshold = best[count - 1]
            }
        }
        best.sort(by: >)
        return Array(best.prefix(count))
    }
}
