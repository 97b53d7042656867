package import Domain

/// How far confidence and accuracy lie apart, over bins of the best label's score.
///
/// 0...1, lower is better, undefined without examples. Bins have equal width; bin b of M holds the
/// confidences in (b/M, (b+1)/M]. `mean` weights each bin's gap |accuracy - confidence| by its share
/// of the examples (Guo et al. 2017, equation 3), `rms` takes the root of the weighted mean square,
/// `max` the largest gap (their MCE). Scores must be probabilities.
package struct ExpectedCalibrationError: Metric {
    /// How the gaps of the bins become one number.
    enum Norm: String, CaseIterable {
        case mean, rms, max
    }

    package static let name = "expected_calibration_error"
    package static let summary =
        "Distance between a model's confidence and its accuracy (Guo et al. 2017)."
    package static let convention: String? =
        "Depends on the bins: these are of equal width, 15 as Guo and others had them; "
        + "others take 10, or bins of equal mass. It is biased upward for few examples."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap
    package static let options = [
        MetricOption("bins", "How many bins of equal width, 1 to 1000.", default: .integer(15)),
        MetricOption(
            "norm",
            "How the bins' gaps are joined: mean, rms or max.",
            default: .string(Norm.mean.rawValue)
        ),
    ]

    private let bins: Int
    private let norm: Norm

    package init(options: [String: JSONValue]) throws {
        let options = MetricOptions(options, of: Self.self)
        bins = try options.integer("bins", in: 1...1000)
        norm = try options.choice("norm")
    }

    package var parameters: [String: JSONValue] {
        ["bins": .integer(bins), "norm": .string(norm.rawValue)]
    }

    package func tally(
        _ outcome: Outcome,
        target: Target?
    ) throws(MetricError) -> CalibrationTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target,
            let best = labels.first
        else { throw Self.mismatch(outcome, target) }
        // A softmax in float may end a rounding error above 1.
        guard best.score >= 0, best.score <= 1.000_01 else {
            throw .score(metric: Self.name, found: best.score)
        }
        return CalibrationTally(
            confidence: min(best.score, 1),
            correct: best.label == target,
            bins: bins
        )
    }

    package func value(_ total: CalibrationTally) -> Double? { value(of: total.bins) }

    package func reader(of tallies: [CalibrationTally]) -> ([Int]) -> Double? {
        let bins = tallies.enumerated().flatMap { index, tally in
            tally.bins.map { (tally: index, bin: $0) }
        }
        let empty = (0..<self.bins).map {
            CalibrationTally.Bin(index: $0, count: 0, correct: 0, confidence: 0)
        }
        return { times in
            var sums = empty
            for (tally, bin) in bins where times[tally] > 0 && bin.index < sums.count {
                sums[bin.index].add(bin, times: times[tally])
            }
            return value(of: sums.filter { $0.count > 0 })
        }
    }

    /// The value of bins that hold a prediction each.
    private func value(of bins: [CalibrationTally.Bin]) -> Double? {
        let count = bins.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        var sum = 0.0
        var largest = 0.0
        for bin in bins {
            let confidence = Double(bin.confidence) / Double(CalibrationTally.unit)
            let gap = abs(Double(bin.correct) - confidence) / Double(bin.count)
            let weight = Double(bin.count) / Double(count)
            sum += weight * (norm == .rms ? gap * gap : gap)
            largest = max(largest, gap)
        }
        switch norm {
        case .mean: return sum
        case .rms: return sum.squareRoot()
        case .max: return largest
        }
    }
}
