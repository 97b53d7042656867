package import Domain

/// The share of utterances with any word error.
///
/// 0...1, lower is better, undefined without examples.
package struct SentenceErrorRate: WordErrorMetric {
    package static let name = "sentence_error_rate"
    package static let summary =
        "Share of utterances with a wrong, missing or added word."
    package static let higherIsBetter = false
    package static let intervalMethod = Figure.Method.wilson

    let errors: WordErrors

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Proportion? {
        Proportion(hit: try counts(outcome, target).errors > 0)
    }

    package func value(_ total: Proportion) -> Double? { total.share }
}
