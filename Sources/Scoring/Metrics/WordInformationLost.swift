package import Domain

/// One less ``WordInformationPreserved``.
///
/// 0...1, lower is better, undefined without examples. It depends on which of equally cheap alignments
/// is counted (``AlignmentRule``): `jiwer` gives jiwer's figures. Morris, Maier and Green 2004, section 3.
package struct WordInformationLost: Metric {
    package static let name = "word_information_lost"
    package static let summary =
        "What is left to 1 of the word information preserved, pooled (Morris and others 2004)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = WordErrors.options

    private let errors: WordErrors

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

    package func value(_ total: EditTally) -> Double? { total.informationPreserved.map { 1 - $0 } }
}
