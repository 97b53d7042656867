package import Domain

/// Seconds of recording by seconds that a model took, summed over recordings: RTFx, which the Open ASR
/// Leaderboard reports (the inverse of the real-time factor).
///
/// Above 0, higher is faster, undefined without a recording whose length is known, and where no time was
/// taken. A recording that was answered in a batch is given its share of the batch's time. It says how
/// fast this machine was, with this number of threads, when the answers were given; stored answers keep
/// their time.
package struct RealTimeFactor: ExampleMetric {
    package static let name = "real_time_factor"
    package static let summary = "Seconds of recording by seconds of computing (RTFx)."
    package static let takes = Outcome.Kind.text
    package static let targets: Set<Target.Kind> = []
    package static let higherIsBetter = true
    package static let isShare = false
    package static let intervalMethod = Figure.Method.bootstrap

    package init(options: [String: JSONValue]) throws {}

    package func tally(_ outcome: Outcome, of example: ScoredExample) throws(MetricError)
        -> SumsTally?
    {
        guard case .text = outcome else { throw Self.mismatch(outcome, example.target) }
        guard let length = example.durationSeconds, let time = example.latencySeconds,
            length.isFinite, time.isFinite
        else { return nil }
        return SumsTally([length, time])
    }

    package func value(_ total: SumsTally) -> Double? {
        total[1] > 0 ? total[0] / total[1] : nil
    }

    package func reader(of tallies: [SumsTally]) -> ([Int]) -> Double? {
        SumsTally.reader(of: tallies, value: value)
    }
}
