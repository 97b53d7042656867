package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How a classifier's logits become scores, as the reference's pipeline decides it.
package enum LabelScoring: Sendable, Equatable {
    /// Probabilities that sum to 1: one label applies.
    case softmax
    /// A probability for each label: several may apply, or there is only one label.
    case sigmoid
    /// The logits themselves: the model gives a number, not a probability.
    case none

    /// The labels with scores, in 0...1 but for ``none``, best first; equal scores keep the order of
    /// the labels.
    package func scores(_ logits: [Float], labels: [String]) -> [ScoredLabel] {
        precondition(logits.count == labels.count, "\(logits.count) logits, \(labels.count) labels")
        let scores = values(logits)
        return labels.indices
            .sorted { (scores[$1], $0) < (scores[$0], $1) }
            .map { ScoredLabel(label: labels[$0], score: scores[$0]) }
    }

    /// A score for each logit, in their order.
    package func values(_ logits: [Float]) -> [Double] {
        let values = logits.map(Double.init)
        switch self {
        case .softmax:
            let most = values.max() ?? 0
            let powers = values.map { exp($0 - most) }
            let total = powers.reduce(0, +)
            return powers.map { $0 / total }
        case .sigmoid: return values.map { 1 / (1 + exp(-$0)) }
        case .none: return values
        }
    }
}
