package import Domain

/// The word error rate of each utterance, averaged over utterances: each counts the same, long or short.
///
/// 0 and up, lower is better, undefined without examples. An utterance without a reference has as its
/// rate the number of insertions, as everywhere (``WordErrorRate``). Koenecke and others 2020 report
/// this form; the pooled one is what most papers mean.
package struct MeanWordErrorRate: WordErrorMetric, MeanMetric {
    package static let name = "mean_word_error_rate"
    package static let summary =
        "Mean of the utterances' word error rates (macro; Koenecke and others 2020)."
    package static let higherIsBetter = false

    let errors: WordErrors

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        EditTally(try counts(outcome, target)).rate.map { SumsTally([$0]) }
    }
}
