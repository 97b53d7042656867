/// Substituted, deleted and inserted words by words of the reference, pooled over the corpus.
///
/// 0 and up (it may exceed 1), lower is better, undefined without examples. Words are what white
/// space separates, after the normaliser. The counts are those of a cheapest alignment
/// (``AlignmentRule``); where all references together are empty, the value is the number of
/// insertions, as in jiwer 4.0.0.
package struct WordErrorRate: PooledWordErrorMetric {
    package static let name = "word_error_rate"
    package static let summary =
        "Wrong, missing and added words by words of the reference, pooled (as in jiwer 4.0.0)."
    package static let convention: String? =
        "Depends on the normaliser: letter case and punctuation alone can double it. "
        + "Pooled over all words, as jiwer and NIST's sclite do; a mean over utterances is "
        + "another figure."
    package static let higherIsBetter = false

    let errors: WordErrors

    package func value(_ total: EditTally) -> Double? { total.rate }
}
