package import Domain

/// The share of utterances with any word error.
///
/// 0...1, lower is better, undefined without examples.
package struct SentenceErrorRate: Metric {
    package static let name = "sentence_error_rate"
    package static let summary =
        "Share of utterances with a wrong, missing or added word."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.wilson
    package static let options = WordErrors.options

    private let errors: WordErrors

    package init(options: [String: JSONValue]) throws {
        errors = try WordErrors(MetricOptions(options, of: Self.self))
    }

    package var parameters: [String: JSONValue] { errors.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        guard let counts = errors.counts(outcome, target) else {
            throw Self.mismatch(outcome, target)
        }
        return Proportion(hit: counts.errors > 0)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
