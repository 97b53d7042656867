package import Domain

/// The character error rate of each utterance, averaged over utterances.
///
/// 0 and up, lower is better, undefined without examples. See ``CharacterErrorRate`` for the rate of
/// an utterance and ``MeanWordErrorRate`` for what averaging means.
package struct MeanCharacterErrorRate: MeanMetric {
    package static let name = "mean_character_error_rate"
    package static let summary =
        "Mean of the utterances' character error rates (macro)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = [.text]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let options = [NormalizerChoice.option]

    private let normalizer: NormalizerChoice

    package init(options: [String: JSONValue]) throws {
        normalizer = try NormalizerChoice(MetricOptions(options, of: Self.self))
    }

    package var parameters: [String: JSONValue] { normalizer.parameters }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> SumsTally? {
        guard case .text(let hypothesis) = outcome, case .text(let reference) = target else {
            throw Self.mismatch(outcome, target)
        }
        let counts = Alignment.counts(
            reference: scalars(reference),
            hypothesis: scalars(hypothesis)
        )
        return EditTally(counts).rate.map { SumsTally([$0]) }
    }

    private func scalars(_ text: String) -> [UInt32] {
        normalizer.normalize(text).trimmed.unicodeScalars.map(\.value)
    }
}
