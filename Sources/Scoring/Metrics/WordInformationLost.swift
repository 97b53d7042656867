/// One less ``WordInformationPreserved``.
///
/// 0...1, lower is better, undefined without examples. It depends on which of equally cheap alignments
/// is counted (``AlignmentRule``): `jiwer` gives jiwer's figures. Morris, Maier and Green 2004, section 3.
package struct WordInformationLost: PooledWordErrorMetric {
    package static let name = "word_information_lost"
    package static let summary =
        "What is left to 1 of the word information preserved, pooled (Morris and others 2004)."
    package static let higherIsBetter = false

    let errors: WordErrors

    package func value(_ total: EditTally) -> Double? { total.informationPreserved.map { 1 - $0 } }
}
