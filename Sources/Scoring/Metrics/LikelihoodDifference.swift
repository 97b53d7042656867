package import Domain

/// The mean distance of the log-likelihoods of two sentences, in nats: lm-evaluation-harness'
/// `likelihood_diff` of CrowS-Pairs.
///
/// 0 and up, lower is better, undefined without pairs. Lengths are not evened out. A log-likelihood below
/// -10⁹ counts as that.
///
/// Source: lm-evaluation-harness 0.4.13, task `crows_pairs`.
package struct LikelihoodDifference: MeanMetric {
    package static let name = "likelihood_difference"
    package static let summary =
        "Mean absolute difference of the log-likelihoods of two sentences, in nats."
    package static let takes = Outcome.Kind.likelihoods
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = false
    package static let isShare = false

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        let scores = try Self.logLikelihoods(outcome, count: 2).map { max($0, -1e9) }
        return SumsTally([abs(scores[0] - scores[1])])
    }
}
