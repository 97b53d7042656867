package import Domain
import Foundation

/// The mean of -ln p, p the probability that the model gave the target, in nats.
///
/// 0 and up, lower is better, undefined without examples. A probability below 2.220446049250313e-16,
/// the spacing of double precision at 1, counts as that, as in scikit-learn's `log_loss`; a target that
/// the model did not name has the probability 0.
package struct NegativeLogLikelihood: MeanMetric {
    package static let name = "negative_log_likelihood"
    package static let summary =
        "Mean of -ln of the probability that the model gave the target."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = false
    package static let isShare = false

    static let smallest = 2.220_446_049_250_313e-16

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        try Self.checkProbabilities(labels)
        let found = labels.first { $0.label == target }?.score ?? 0
        return SumsTally([-log(min(max(found, Self.smallest), 1 - Self.smallest))])
    }
}
