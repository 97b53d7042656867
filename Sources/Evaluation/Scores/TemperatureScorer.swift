import Comparisons
import Domain
import Scoring
import Storage

/// What a temperature does to the metrics of a task that asks for `temperature_scaling`.
///
/// Each of the task's metrics over probabilities gets three statistics: `temperature`, fitted on the
/// held-out examples, whose number is its n, and `before_temperature` and `after_temperature`, the metric
/// over the other examples with the probabilities as they were and with the temperature. Without a
/// temperature there is only the first, undefined, with a note that says why. If a task asks with several
/// shares, the last one counts.
struct TemperatureScorer {
    let store: Store

    func score(run: RunRecord) throws {
        for task in try store.tasks(runID: run.id) {
            let metrics = try store.metrics(taskID: task.id)
            if let record = metrics.last(where: { $0.name == FittedTemperature.name }) {
                try score(task, record, metrics, seed: UInt64(bitPattern: Int64(run.seed)))
            }
        }
    }

    private func score(
        _ task: TaskRecord,
        _ record: MetricRecord,
        _ metrics: [MetricRecord],
        seed: UInt64
    ) throws {
        let found = try HeldOutTemperature(store.talliesByExample(metricID: record.id))
        let failures = try store.failures(ofAny: [task.id])
        let clusters = try task.clusterBy.map {
            try store.clustersByExample(taskID: task.id, clusterBy: $0)
        }
        let temperature = GroupFigure(
            statistic: GroupFigure.temperature,
            attribute: GroupFigure.temperatureScaling,
            figure: Figure(
                value: found.temperature,
                interval: nil,
                count: found.fitted,
                failures: failures,
                note: found.reason
            )
        )
        for metric in metrics
        where metric.id == record.id || HeldOutTemperature.metrics.contains(metric.name) {
            var rows = [temperature]
            if metric.id != record.id, found.temperature != nil {
                let metric = try AnyMetric(metric)
                for (statistic, isScaled) in [
                    (GroupFigure.beforeTemperature, false), (GroupFigure.afterTemperature, true),
                ] {
                    let tallies = try found.answers.compactMap { answer in
                        try metric.score(
                            isScaled ? answer.after : answer.before,
                            target: answer.target
                        )
                        .map {
                            TallyCount(
                                tally: $0.stored,
                                count: 1,
                                cluster: clusters?[answer.exampleID]
                            )
                        }
                    }
                    let figure = try metric.figure(of: tallies, failures: failures, seed: seed)
                    rows.append(
                        GroupFigure(
                            statistic: statistic,
                            attribute: GroupFigure.temperatureScaling,
                            figure: figure
                        )
                    )
                }
            }
            try store.replace(
                GroupFigure.ofTemperature,
                with: rows,
                metricID: metric.id
            )
        }
    }
}
