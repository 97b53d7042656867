package import Domain

/// The error rate among the k examples that a model is surest of, averaged over k from 1 to n: the area
/// under the risk-coverage curve.
///
/// 0...1, lower is better, undefined without examples. Examples of equal score come in every order alike.
/// Geifman, Uziel and El-Yaniv 2019.
package struct RiskCoverage: Metric {
    package static let name = "risk_coverage_area"
    package static let summary =
        "Mean error rate over all shares of the surest examples (area under the risk-coverage curve)."
    package static let takes = Outcome.Kind.labels
    package static let targets: Set<Target.Kind> = [.label]
    package static let higherIsBetter = false
    package static let isShare = true
    package static let intervalMethod = Figure.Method.bootstrap

    package init(options: [String: JSONValue]) {}

    package func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> ScoredTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target,
            let best = labels.first
        else { throw Self.mismatch(outcome, target) }
        if best.score.isNaN { throw .score(metric: Self.name, found: best.score) }
        return ScoredTally(score: best.score, isHit: best.label == target)
    }

    package func value(_ total: ScoredTally) -> Double? { value(of: total.column) }

    /// The curve: at the end of each score, the share of examples that have it or a higher one, and how
    /// many of those are wrong.
    package static func curve(_ total: ScoredTally) -> [(coverage: Double, risk: Double)] {
        total.column.riskByCoverage
    }

    package func reader(of tallies: [ScoredTally]) -> ([Int]) -> Double? {
        ScoredTally.reader(of: tallies) { value(of: $0) }
    }

    private func value(of column: ScoredColumn) -> Double? {
        guard column.count > 0 else { return nil }
        var sum = 0.0
        var seen = 0
        var misses = 0.0
        for step in column.steps {
            let share = Double(step.misses) / Double(step.count)
            for _ in 0..<step.count {
                seen += 1
                misses += share
                sum += misses / Double(seen)
            }
        }
        return sum / Double(column.count)
    }
}
