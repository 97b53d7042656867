package import Domain

/// Substituted, deleted and inserted characters by characters of the reference, pooled over the
/// corpus.
///
/// 0 and up (it may exceed 1), lower is better, undefined without examples. Characters are Unicode
/// scalars, spaces included, after the normaliser and without white space at both ends; an empty
/// reference counts as in ``WordErrorRate``. So does jiwer 4.0.0.
package struct CharacterErrorRate: Metric {
    package static let name = "character_error_rate"
    package static let summary =
        "Wrong, missing and added characters by those of the reference, pooled (as in jiwer 4.0.0)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [NormalizerChoice.option]

    private let normalizer: NormalizerChoice

    package init(options: [String: JSONValue]) throws {
        normalizer = try NormalizerChoice(MetricOptions(options, of: Self.self))
    }

    package var parameters: [String: JSONValue] { normalizer.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> EditTally? {
        guard case .text(let hypothesis) = outcome, case .text(let reference) = target else {
            throw Self.mismatch(outcome, target)
        }
        return EditTally(
            Alignment.counts(reference: scalars(reference), hypothesis: scalars(hypothesis))
        )
    }

    private func scalars(_ text: String) -> [UInt32] {
        normalizer.normalize(text).trimmed.unicodeScalars.map(\.value)
    }

    package func value(_ total: EditTally) -> Double? { total.rate }
}
