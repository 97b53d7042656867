/// Hits by words of the reference times hits by words of the hypothesis, pooled over the corpus.
///
/// 0...1, higher is better, undefined without examples; 1 where there is no word at all, 0 where only
/// one side has words, as in jiwer 4.0.0. It depends on which of equally cheap alignments is counted
/// (``AlignmentRule``): `jiwer` gives jiwer's figures. Morris, Maier and Green 2004, section 3.
package struct WordInformationPreserved: PooledWordErrorMetric {
    package static let name = "word_information_preserved"
    package static let summary =
        "Share of the reference that is hit times that of the hypothesis (Morris and others 2004)."
    package static let higherIsBetter = true

    let errors: WordErrors

    package func value(_ total: EditTally) -> Double? { total.informationPreserved }
}
