package import Domain
import Foundation

/// -Σ log₂ p by the bytes of the text in UTF-8.
///
/// 0 and up, lower is better, undefined without bytes. It does not depend on the model's tokens
/// (lm-evaluation-harness' bits_per_byte; Gao et al. 2020).
package struct BitsPerByte: Metric {
    package static let name = "bits_per_byte"
    package static let summary =
        "Bits that a byte of the text costs the model, pooled over the corpus."
    package static let takes = Outcome.Kind.likelihoods
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = false
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard let tally = LikelihoodSums.tally(outcome) else {
            throw Self.mismatch(outcome, target)
        }
        return tally
    }

    package func value(_ total: SumsTally) -> Double? {
        total[3] > 0 ? -total[0] / (total[3] * log(2)) : nil
    }
}
