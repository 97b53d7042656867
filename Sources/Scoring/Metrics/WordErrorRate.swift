package import Domain

/// Substituted, deleted and inserted words by words of the reference, pooled over the corpus.
///
/// 0 and up (it may exceed 1), lower is better, undefined without examples. Words are what white
/// space separates, after the normaliser. The counts are those of a cheapest alignment
/// (``AlignmentRule``); where all references together are empty, the value is the number of
/// insertions, as in jiwer 4.0.0.
package struct WordErrorRate: Metric {
    package static let name = "word_error_rate"
    package static let summary =
        "Wrong, missing and added words by words of the reference, pooled (as in jiwer 4.0.0)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = WordErrors.options

    let errors: WordErrors

    package init(options: [String: JSONValue]) throws {
        errors = try WordErrors(MetricOptions(options, of: Self.self))
    }

    package var parameters: [String: JSONValue] { errors.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> EditTally? {
        guard let counts = errors.counts(outcome, target) else {
            throw Self.mismatch(outcome, target)
        }
        return EditTally(counts)
    }

    package func value(_ total: EditTally) -> Double? { total.rate }
}
