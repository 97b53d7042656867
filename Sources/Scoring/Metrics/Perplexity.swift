package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The exponential of the negative log-likelihood that a token, a word or a byte has on average, pooled
/// over all texts.
///
/// 1 and up, lower is better, undefined without units. Tokens are those that were scored; words are
/// what white space separates, and bytes those of the UTF-8, both of the text itself, so that models
/// with different tokens can be compared (lm-evaluation-harness: `word_perplexity`,
/// `byte_perplexity`).
package struct Perplexity: Metric {
    /// What a likelihood is shared among.
    enum Unit: String, CaseIterable {
        case token, word, byte
    }

    package static let name = "perplexity"
    package static let summary =
        "The exponential of the mean negative log-likelihood of a token, word or byte, pooled."
    package static let takes = Outcome.Kind.likelihoods
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = false
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "unit",
            "What the likelihood is shared among: token, word or byte.",
            default: .string(Unit.token.rawValue)
        )
    ]

    private let unit: Unit

    package init(options: [String: JSONValue]) throws {
        unit = try MetricOptions(options, of: Self.self).choice("unit")
    }

    package var parameters: [String: JSONValue] { ["unit": .string(unit.rawValue)] }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> LikelihoodTally?
    {
        guard case .likelihoods(let texts) = outcome else { throw Self.mismatch(outcome, target) }
        var total = LikelihoodTally.zero
        for text in texts {
            total += LikelihoodTally(logLikelihood: text.logLikelihood, units: units(of: text))
        }
        return total.units == 0 ? nil : total
    }

    package func value(_ total: LikelihoodTally) -> Double? { total.nats.map { exp($0) } }

    private func units(of text: TextLikelihood) -> Int {
        switch unit {
        case .token: text.tokens
        case .word: text.text.split(whereSeparator: \.isWhitespace).count
        case .byte: text.text.utf8.count
        }
    }
}
