import Comparisons
import Domain
import Scoring
package import Storage

/// Computes what perturbations do to the metrics of a run, from the tallies of its tasks.
///
/// The figures belong to the metric of the task without perturbation, as four statistics:
///
/// | statistic | group | what it is |
/// | --- | --- | --- |
/// | `drop` | `perturbation`, its written form | how much worse the metric is under it |
/// | `mean_drop` | `perturbation`, empty | the mean of the drops |
/// | `worst_perturbation` | `perturbation`, empty | the worst of the metric's values, the one without included |
/// | `worst_case` | `perturbation`, empty | the metric over the worst answer to each example (HELM) |
///
/// Definitions and intervals are ``Robustness``'s.
package struct RobustnessScorer {
    private let store: Store

    package init(store: Store) {
        self.store = store
    }

    /// Computes and stores the figures of every task of a run that others repeat with a perturbation.
    ///
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if a tally cannot be read.
    package func score(run: RunRecord) throws {
        let tasks = try store.tasks(runID: run.id)
        for base in tasks where base.perturbation == nil {
            let repeats = tasks.filter { $0.baseTaskID == base.id && $0.perturbation != nil }
            if !repeats.isEmpty { try score(base, repeats, run) }
        }
    }

    private func score(_ base: TaskRecord, _ repeats: [TaskRecord], _ run: RunRecord) throws {
        let named = try base.clusterBy.map {
            try store.clustersByExample(taskID: base.id, clusterBy: $0)
        }
        let clusters = named.flatMap { haveClusters($0.values.lazy.map { ($0, 1) }) ? $0 : nil }
        let failures = try repeats.map { try store.failures(ofAny: [base.id, $0.id]) }
        let others = try repeats.map { try store.metrics(taskID: $0.id) }
        for record in try store.metrics(taskID: base.id) {
            let same = others.map { $0.first(like: record) }
            let chosen = same.indices.filter { same[$0] != nil }
            // A metric that was added to the base task alone has nothing to be held against.
            guard !chosen.isEmpty else { continue }
            let metric: AnyMetric
            do { metric = try AnyMetric(record) } catch MetricError.normalizerVersion {
                // Its scores are of an earlier version and stay as they are, and so do these figures.
                continue
            }
            guard metric.hasValue else { continue }
            let figures = try metric.robustness(
                base: store.talliesByExample(metricID: record.id),
                perturbed: same.compactMap {
                    try $0.map { try store.talliesByExample(metricID: $0.id) }
                },
                clusters: clusters,
                failures: chosen.map { failures[$0] },
                allFailures: store.failures(ofAny: [base.id] + chosen.map { repeats[$0].id }),
                seed: UInt64(bitPattern: Int64(run.seed))
            )
            let names = chosen.map { repeats[$0].perturbationIdentity?.written ?? "" }
            try store.replace(
                GroupFigure.ofPerturbations,
                with: Self.rows(figures, names),
                metricID: record.id
            )
        }
    }

    private static func rows(_ figures: Robustness, _ names: [String]) -> [GroupFigure] {
        let attribute = GroupFigure.perturbation
        var rows = zip(names, figures.drops).map { name, figure in
            GroupFigure(
                statistic: GroupFigure.drop,
                attribute: attribute,
                group: name,
                figure: figure
            )
        }
        let ofAll: [(String, Figure?)] = [
            (GroupFigure.meanDrop, figures.meanDrop),
            (GroupFigure.worstPerturbation, figures.worstPerturbation),
            (GroupFigure.worstCase, figures.worstCase),
        ]
        for case (let statistic, let figure?) in ofAll {
            rows.append(GroupFigure(statistic: statistic, attribute: attribute, figure: figure))
        }
        return rows
    }
}
