import Domain

/// A metric of the order in which a class's scores put the examples.
protocol RankingMetric: Metric where Tally == ScoresTally {
    /// The class that is looked for; empty for every class in turn.
    var positive: String { get }

    /// The value of all examples' scores; nil where it is undefined.
    func value(of columns: ClassColumns) -> Double?
}

extension RankingMetric {
    static var positiveOption: MetricOption {
        MetricOption(
            "positive",
            "The class that is looked for; empty for every class in turn.",
            default: .string("")
        )
    }

    package static var takes: Outcome.Kind { .labels }
    package static var targets: Set<Target.Kind> { [.label] }

    package func tally(
        _ outcome: Outcome,
        target: Target?
    ) throws(MetricError) -> ScoresTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        if let bad = labels.first(where: { $0.score.isNaN }) {
            throw .score(metric: Self.name, found: bad.score)
        }
        guard !positive.isEmpty else { return ScoresTally(target: target, scores: labels) }
        // Of one class only its own score matters, and whether it is the target.
        let score = labels.first { $0.label == positive }?.score ?? 0
        return ScoresTally(
            target: target == positive ? positive : "",
            scores: [ScoredLabel(label: positive, score: score)]
        )
    }

    package func value(_ total: ScoresTally) -> Double? { value(of: total.columns) }

    package func reader(of tallies: [ScoresTally]) -> ([Int]) -> Double? {
        let columns = ScoresTally.columns(of: tallies)
        return { times in value(of: columns(times)) }
    }
}
