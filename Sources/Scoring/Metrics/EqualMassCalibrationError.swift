package import Domain

/// How far confidence and accuracy lie apart, over bins that hold as many examples each.
///
/// 0...1, lower is better, undefined without examples. Examples are sorted by the best label's score and
/// cut into M parts of sizes that differ by one at most, the larger parts first (numpy's `array_split`);
/// examples of equal score may fall into two parts, and then count in each with the share of hits that
/// all of them have. `norm` is that of ``ExpectedCalibrationError``. Nixon and others 2019.
package struct EqualMassCalibrationError: Metric {
    package static let name = "equal_mass_calibration_error"
    package static let summary =
        "Calibration error over bins of as many examples each (Nixon and others 2019)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption("bins", "How many bins, 1 to 1000.", default: .integer(15)),
        MetricOption(
            "norm",
            "How the bins' gaps are joined: mean, rms or max.",
            default: .string(ExpectedCalibrationError.Norm.mean.rawValue)
        ),
    ]

    private let bins: Int
    private let norm: ExpectedCalibrationError.Norm

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        bins = try options.integer("bins", in: 1...1000)
        norm = try options.choice("norm")
    }

    package var parameters: [String: JSONValue] {
        ["bins": .integer(bins), "norm": .string(norm.rawValue)]
    }

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> ScoredTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target,
            let best = labels.first
        else { throw Self.mismatch(outcome, target) }
        try Self.checkProbabilities([best])
        return ScoredTally(score: min(best.score, 1), isHit: best.label == target)
    }

    package func value(_ total: ScoredTally) -> Double? { value(of: total.column) }

    package func reader(of tallies: [ScoredTally]) -> ([Int]) -> Double? {
        ScoredTally.reader(of: tallies) { value(of: $0) }
    }

    private func value(of column: ScoredColumn) -> Double? {
        guard column.count > 0 else { return nil }
        let parts = column.equalParts(bins)
        var sum = 0.0
        var largest = 0.0
        for part in parts where part.count > 0 {
            let gap = abs(part.hits - part.confidence) / part.count
            sum += part.count / Double(column.count) * (norm == .rms ? gap * gap : gap)
            largest = max(largest, gap)
        }
        switch norm {
        case .mean: return sum
        case .rms: return sum.squareRoot()
        case .max: return largest
        }
    }
}
