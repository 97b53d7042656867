import Domain
import Scoring
import Storage

/// What a metric's value is over repeats of a task with seeds of their own, and how far it strays.
///
/// The figures belong to the metric of the first repeat: `repeat_mean`, the mean of the repeats' values
/// with Student's interval, and `repeat_standard_deviation`, their spread with n - 1. Their n is the number
/// of repeats. The interval says how much the drawing of answers and of solved examples matters; that of
/// the metric itself says how much the drawing of examples does.
struct RepeatScorer {
    let store: Store

    func score(run: RunRecord) throws {
        let tasks = try store.tasks(runID: run.id)
        for base in tasks where base.baseTaskID == nil {
            let repeats = tasks.filter { $0.baseTaskID == base.id && $0.repetition > 0 }
            if !repeats.isEmpty { try score(base, repeats) }
        }
    }

    private func score(_ base: TaskRecord, _ repeats: [TaskRecord]) throws {
        let others = try repeats.map { try store.metrics(taskID: $0.id) }
        for record in try store.metrics(taskID: base.id) {
            let same = others.compactMap { $0.first(like: record) }
            let values = try ([record] + same).compactMap { metric in
                try store.figures(metricID: metric.id).first { $0.attribute.isEmpty }?.figure.value
            }
            try store.replace(
                GroupFigure.ofRepeats,
                with: Self.figures(values, failures: repeats.count + 1 - values.count),
                metricID: record.id
            )
        }
    }

    private static func figures(_ values: [Double], failures: Int) -> [GroupFigure] {
        guard let summary = MeanOfRepeats(values) else { return [] }
        let mean = Figure(
            value: summary.mean,
            interval: summary.interval,
            count: values.count,
            failures: failures,
            standardError: summary.standardError
        )
        let spread = Figure(
            value: summary.standardDeviation,
            interval: nil,
            count: values.count,
            failures: failures
        )
        let attribute = GroupFigure.repetition
        return [
            GroupFigure(statistic: GroupFigure.repeatMean, attribute: attribute, figure: mean),
            GroupFigure(statistic: GroupFigure.repeatSpread, attribute: attribute, figure: spread),
        ]
    }
}
