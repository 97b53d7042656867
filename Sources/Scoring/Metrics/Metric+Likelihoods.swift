import Domain

extension Metric {
    /// The log-likelihoods of as many texts as are compared, in their order.
    ///
    /// - Throws: ``MetricError`` for an answer of another kind, of more or fewer texts, or with a
    ///   log-likelihood that is no number.
    static func logLikelihoods(
        _ outcome: Outcome,
        count: Int
    ) throws(MetricError) -> [Double] {
        guard case .likelihoods(let texts) = outcome,
            !texts.contains(where: \.logLikelihood.isNaN)
        else { throw mismatch(outcome, nil) }
        guard texts.count == count else {
            throw .texts(metric: name, expected: count, found: texts.count)
        }
        return texts.map(\.logLikelihood)
    }
}

extension ScoredExample {
    /// The value of an attribute; an empty one counts as none.
    func attribute(_ name: String) -> String? {
        attributes[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
