package import Domain

/// The share of questions whose choice of the highest log-likelihood is the target.
///
/// 0...1, higher is better, undefined without examples. `normalization` says what the log-likelihood is
/// divided by: `none` (lm-evaluation-harness' acc), `characters` of the choice (acc_norm), its `bytes`
/// (acc_bytes), its `tokens`; `unconditional` takes off the choice's log-likelihood without the question
/// (acc_mutual_info; Brown et al. 2020). Of equal choices the first is taken. A choice without a length
/// counts as one long; white space at the start of a choice is not part of its length.
package struct MultipleChoiceAccuracy: Metric {
    package static let name = "multiple_choice_accuracy"
    package static let summary =
        "Share of questions whose likeliest choice is the target, in one of several normalisations."
    package static let takes = Outcome.Kind.likelihoods
    package static let targets: Set<Target.Kind> = [.label, .text]
    package static let higherIsBetter = true
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let options = [
        MetricOption(
            "normalization",
            "What evens out lengths: none, characters, bytes, tokens or unconditional.",
            default: .string(Normalization.none.rawValue)
        )
    ]

    /// What evens out lengths.
    enum Normalization: String, CaseIterable {
        case none, characters, bytes, tokens, unconditional
    }

    private let normalization: Normalization

    package init(options: [String: JSONValue]) throws {
        normalization = try MetricOptions(options, of: Self.self).choice("normalization")
    }

    package var parameters: [String: JSONValue] {
        ["normalization": .string(normalization.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard case .likelihoods(let choices) = outcome, !choices.isEmpty else {
            throw Self.mismatch(outcome, target)
        }
        let expected: String
        switch target {
        case .label(let text), .text(let text): expected = text
        default: throw Self.mismatch(outcome, target)
        }
        var best: (score: Double, label: Substring)?
        for choice in choices {
            let text = choice.text.drop(while: \.isWhitespace)
            guard let score = score(choice, text) else {
                throw .missingUnconditional(metric: Self.name)
            }
            if best.map({ score > $0.score }) ?? true {
                best = (score, choice.label?[...] ?? text)
            }
        }
        return Proportion(hit: best?.label == expected.drop(while: \.isWhitespace))
    }

    private func score(_ choice: TextLikelihood, _ text: Substring) -> Double? {
        func divided(_ length: Int) -> Double { choice.logLikelihood / Double(max(length, 1)) }
        switch normalization {
        case .none: return choice.logLikelihood
        case .characters: return divided(text.unicodeScalars.count)
        case .bytes: return divided(text.utf8.count)
        case .tokens: return divided(choice.tokens)
        case .unconditional: return choice.unconditional.map { choice.logLikelihood - $0 }
        }
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
