#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Forbids the least likely tokens, as many as have at most 1 − p of the probability together; the
/// best one always stays.
///
/// Of tokens with equal scores those with higher ids go first.
///
/// Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration"; transformers 4.49,
/// `TopPLogitsWarper`.
package struct TopP: LogitsStep {
    package let share: Float

    /// - Precondition: The share is in 0...1.
    package init(_ share: Float) {
        precondition((0...1).contains(share), "a share of \(share)")
        self.share = share
    }

    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        var candidates = scores.indices.filter { scores[$0] > -.infinity }
        guard candidates.count > 1 else { return }
        candidates.sort { (scores[$0], $1) < (scores[$1], $0) }
        let most = Double(scores[candidates[candidates.count - 1]])
        let powers = candidates.map { exp(Double(scores[$0]) - most) }
        let total = powers.reduce(0, +)
        var sum = 0.0
        let limit = Double(1 - share)
        for (index, candidate) in candidates.dropLast().enumerated() {
            sum += powers[index] / total
            guard sum <= limit else { return }
            scores[candidate] = -.infinity
        }
    }
}
