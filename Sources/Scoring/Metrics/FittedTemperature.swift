package import Domain

/// Keeps a part of the examples for fitting a temperature, and the others for trying it
/// (``HeldOutTemperature``).
///
/// It has no value of its own: what the temperature is, and what it does to the task's metrics over
/// probabilities, are statistics. An example belongs to one part or the other by its key, in every run and
/// whatever other examples there are.
package struct FittedTemperature: ExampleMetric {
    package static let name = "temperature_scaling"
    package static let summary =
        "A temperature fitted on held-out examples, and calibration before and after (Guo et al. 2017)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = false
    package static let isShare = false
    package static let hasValue = false
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption(
            "held_out",
            "The share of examples that the temperature is fitted on, above 0, below 1.",
            default: .number(0.5)
        )
    ]

    private let share: Double

    package init(options: [String: JSONValue]) throws {
        share = try MetricOptions(options, of: Self.self).number("held_out", in: 1e-6...0.999_999)
    }

    package var parameters: [String: JSONValue] { ["held_out": .number(share)] }

    package func tally(
        _ outcome: Outcome,
        of example: ScoredExample
    ) throws(MetricError) -> HeldOutTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = example.target else {
            throw Self.mismatch(outcome, example.target)
        }
        try Self.checkProbabilities(labels)
        return HeldOutTally(labels, target: target, isHeldOut: Self.place(example.key) < share)
    }

    package func value(_ total: HeldOutTally) -> Double? { nil }

    /// A number in 0..<1 that the key decides: FNV-1a, mixed as SplitMix64 does, as keys may differ in
    /// their last letter alone.
    static func place(_ key: String) -> Double {
        var hash = key.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((hash ^ (hash >> 31)) >> 11) * 0x1p-53
    }
}
