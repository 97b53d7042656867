/// Word errors by all steps of the alignment, hits included, pooled over the corpus.
///
/// 0...1, lower is better, undefined without examples. Without any word at all the rate is 0, without
/// a word of the reference 1, as in jiwer 4.0.0. It depends on which of equally cheap alignments is
/// counted (``AlignmentRule``): `jiwer` gives jiwer's figures.
/// Morris, Maier and Green 2004, section 3.
package struct MatchErrorRate: PooledWordErrorMetric {
    package static let name = "match_error_rate"
    package static let summary =
        "Word errors by hits and errors together, pooled (Morris and others 2004)."
    package static let higherIsBetter = false

    let errors: WordErrors

    package func value(_ total: EditTally) -> Double? { total.matchErrorRate }
}
