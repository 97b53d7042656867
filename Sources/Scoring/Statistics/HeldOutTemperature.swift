package import Domain
import Foundation

/// A temperature fitted on one part of a task's answers, and the answers of the other part with it.
package struct HeldOutTemperature: Sendable {
    /// The metrics that a temperature changes the meaning of.
    package static let metrics: Set<String> = [
        ExpectedCalibrationError.name, EqualMassCalibrationError.name, NegativeLogLikelihood.name,
        BrierScore.name,
    ]

    /// An answer that the temperature was not fitted on.
    package struct Answer: Sendable {
        package let exampleID: Int64
        package let target: Target
        /// Labels with their probabilities, as answered and with the temperature.
        package let before: Outcome
        package let after: Outcome
    }

    /// Nil where none can be fitted.
    package let temperature: Double?
    /// How many examples it is fitted on.
    package let fitted: Int
    /// Why there is none.
    package let reason: String?
    /// The other part, by example; empty without a temperature.
    package let answers: [Answer]

    /// Fits to the tallies of ``FittedTemperature``, by example.
    ///
    /// The logarithms of the probabilities serve as logits; a probability below 2.220446049250313e-16
    /// counts as that.
    ///
    /// - Throws: ``MetricError/tally(metric:stored:)``.
    package init(_ tallies: [Int64: String]) throws(MetricError) {
        var rows: [(id: Int64, row: HeldOutTally.Row)] = []
        for (id, text) in tallies.sorted(by: { $0.key < $1.key }) {
            guard let row = HeldOutTally(stored: text)?.rows.keys.first else {
                throw .tally(metric: FittedTemperature.name, stored: text)
            }
            rows.append((id, row))
        }
        let held = rows.filter(\.row.isHeldOut).map(\.row)
        let others = rows.filter { !$0.row.isHeldOut }
        let incomplete = rows.count { !$0.row.isComplete }
        fitted = held.count
        guard incomplete == 0 else {
            temperature = nil
            answers = []
            reason =
                "no temperature: \(incomplete) of \(rows.count) answers lack a probability of "
                + "their target, or of other labels; let the model give all of them"
            return
        }
        let scaling = TemperatureScaling(
            fittedTo: held.map(Self.logits),
            targets: held.map { $0.labels.firstIndex(of: $0.target) ?? 0 }
        )
        guard let scaling, !others.isEmpty else {
            temperature = nil
            answers = []
            reason = "no temperature: of \(rows.count) examples \(held.count) are held out"
            return
        }
        guard TemperatureScaling.range.contains(scaling.temperature) else {
            temperature = nil
            answers = []
            reason =
                "no temperature: on the \(held.count) held-out examples the likelihood has no "
                + "maximum between \(TemperatureScaling.range.lowerBound) and "
                + "\(TemperatureScaling.range.upperBound)"
            return
        }
        temperature = scaling.temperature
        reason = nil
        answers = others.map { id, row in
            Answer(
                exampleID: id,
                target: .label(row.target),
                before: Self.outcome(row.labels, row.probabilities),
                after: Self.outcome(row.labels, scaling.probabilities(logits: Self.logits(row)))
            )
        }
    }

    private static func logits(_ row: HeldOutTally.Row) -> [Double] {
        row.probabilities.map { log(max($0, NegativeLogLikelihood.smallest)) }
    }

    private static func outcome(_ labels: [String], _ probabilities: [Double]) -> Outcome {
        .labels(zip(labels, probabilities).map { ScoredLabel(label: $0, score: $1) })
    }
}
