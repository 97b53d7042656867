/// Makes tokens less likely that occurred before, once each however often they did: positive scores
/// are divided by the penalty, negative ones multiplied.
///
/// Source: Keskar et al. 2019, "CTRL", section 4.1; transformers 4.49,
/// `RepetitionPenaltyLogitsProcessor`.
package struct RepetitionPenalty: LogitsStep {
    package let penalty: Float

    /// - Precondition: The penalty is above 0; 1 changes nothing, less makes repetition likelier.
    package init(_ penalty: Float) {
        precondition(penalty > 0, "a penalty of \(penalty)")
        self.penalty = penalty
    }

    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        for token in Set(tokens) where scores.indices.contains(token) {
            scores[token] =
                scores[token] < 0
                ? scores[token] * penalty
                : min(scores[token] / penalty, .greatestFiniteMagnitude)
        }
    }
}
