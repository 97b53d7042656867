import Domain

extension Metric {
    /// Refuses scores that are no probabilities; a softmax in float may end a rounding error above 1.
    static func checkProbabilities(_ labels: [ScoredLabel]) throws(MetricError) {
        for label in labels where !(label.score >= 0 && label.score <= 1.000_01) {
            throw .score(metric: name, found: label.score)
        }
    }
}
