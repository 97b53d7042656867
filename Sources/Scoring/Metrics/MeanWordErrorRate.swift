package import Domain

/// The word error rate of each utterance, averaged over utterances: each counts the same, long or short.
///
/// 0 and up, lower is better, undefined without examples. An utterance without a reference has as its
/// rate the number of insertions, as everywhere (``WordErrorRate``). Koenecke and others 2020 report
/// this form; the pooled one is what most papers mean.
package struct MeanWordErrorRate: MeanMetric {
    package static let name = "mean_word_error_rate"
    package static let summary =
        "Mean of the utterances' word error rates (macro; Koenecke and others 2020)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let options = WordErrors.options

    private let errors: WordErrors

    package init(options: [String: JSONValue]) throws {
        errors = try WordErrors(MetricOptions(options, of: Self.self))
    }

    package var parameters: [String: JSONValue] { errors.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard let counts = errors.counts(outcome, target) else {
            throw Self.mismatch(outcome, target)
        }
        return EditTally(counts).rate.map { SumsTally([$0]) }
    }
}
