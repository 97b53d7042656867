package import Domain

/// A metric that only asks which label was predicted for which, the best one of an answer.
package protocol ConfusionMetric: Metric where Tally == ConfusionTally {}

extension ConfusionMetric {
    package static var takes: Outcome.Kind { .labels }
    package static var targets: Set<Target.Kind> { [.label] }

    package func tally(
        _ outcome: Outcome,
        target: Target?
    ) throws(MetricError) -> ConfusionTally? {
        guard case .labels(let labels) = outcome, case .label(let target) = target else {
            throw Self.mismatch(outcome, target)
        }
        return ConfusionTally(target: target, predicted: labels.first?.label ?? "")
    }
}

/// A metric that is a function of how each label fared.
protocol LabelScoreMetric: ConfusionMetric {
    /// The value of all labels that are targets or were predicted; nil where it is undefined.
    func value(of scores: [LabelScore]) -> Double?
}

extension LabelScoreMetric {
    package func value(_ total: ConfusionTally) -> Double? {
        value(of: LabelScore.all(in: total))
    }

    package func reader(of tallies: [ConfusionTally]) -> ([Int]) -> Double? {
        let scorer = LabelScorer(tallies)
        return { times in value(of: scorer.scores(times)) }
    }
}
