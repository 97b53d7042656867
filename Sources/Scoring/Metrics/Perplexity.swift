package import Domain
import Foundation

/// exp(-Σ log p / n), n the tokens, words or bytes of the corpus.
///
/// 1 and up, lower is better, undefined without any. Tokens are the ones that were scored, words and bytes
/// those of the text, whatever the model's tokens were, so that models with other tokens compare
/// (lm-evaluation-harness' word_perplexity and byte_perplexity).
package struct Perplexity: Metric {
    package static let name = "perplexity"
    package static let summary =
        "Exponential of the mean negative log-likelihood of a token, word or byte, pooled."
    package static let convention: String? =
        "By token it cannot be compared between tokenizers; by word or byte it can."
    package static let takes = Outcome.Kind.likelihoods
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = false
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "unit",
            "What the mean is over: token, word or byte.",
            default: .string(Unit.token.rawValue)
        )
    ]

    /// What the mean is over.
    enum Unit: String, CaseIterable {
        case token, word, byte
    }

    private let unit: Unit

    package init(options: [String: JSONValue]) throws {
        unit = try MetricOptions(options, of: Self.self).choice("unit")
    }

    package var parameters: [String: JSONValue] { ["unit": .string(unit.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard let tally = LikelihoodSums.tally(outcome) else {
            throw Self.mismatch(outcome, target)
        }
        return tally
    }

    package func value(_ total: SumsTally) -> Double? {
        let count =
            switch unit {
            case .token: total[1]
            case .word: total[2]
            case .byte: total[3]
            }
        return count > 0 ? exp(-total[0] / count) : nil
    }
}
