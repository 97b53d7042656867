import Comparisons
package import Domain
import Foundation
import Scoring
package import Storage

/// A run as the commands show it: its tasks with their figures, and how it was made.
package struct RunReport: Sendable {
    /// A task with what it was asked of and how it did.
    package struct Task: Sendable {
        package let record: TaskRecord
        package let saved: Int
        package let failed: Int
        /// Each metric with its figures, all examples together first.
        package let metrics: [(metric: MetricRecord, figures: [GroupFigure])]
        /// What perturbations do to the metrics, by metric id.
        let robustness: [Int64: [GroupFigure]]
    }

    package let run: RunRecord
    package let tasks: [Task]

    package init(store: Store, run: RunRecord) throws {
        self.run = run
        tasks = try store.tasks(runID: run.id).map { task in
            let state = try store.progress(taskID: task.id)
            var metrics: [(metric: MetricRecord, figures: [GroupFigure])] = []
            var robustness: [Int64: [GroupFigure]] = [:]
            for metric in try store.metrics(taskID: task.id) {
                let figures = try store.allFigures(metricID: metric.id)
                let isOfPerturbations = { (row: GroupFigure) in
                    GroupFigure.ofPerturbations.contains(row.statistic)
                }
                metrics.append((metric, figures.filter { !isOfPerturbations($0) }))
                robustness[metric.id] = figures.filter(isOfPerturbations)
            }
            return Task(
                record: task,
                saved: state.saved,
                failed: state.failed,
                metrics: metrics,
                robustness: robustness
            )
        }
    }

    // MARK: - For people

    /// The headline figures: one line for each metric of each task.
    package var table: String {
        var rows = [
            ["task", "dataset", "model", "metric", "value", "95 % interval", "n", "failed"]
        ]
        for task in tasks {
            for (metric, figures) in task.metrics {
                guard
                    let figure = figures.first(where: {
                        $0.attribute.isEmpty && $0.statistic == GroupFigure.value
                    })?.figure
                else {
                    continue
                }
                rows.append(
                    [task.record.title, task.record.dataset, task.record.modelName]
                        + [metric.title] + Self.cells(figure, metric)
                )
            }
        }
        return TextTable.aligned(rows, numeric: [4, 5, 6, 7])
    }

    /// Everything that there is to say about the run in a terminal.
    package var page: String {
        var lines = [
            "run \(run.id): \(run.suite) version \(run.suiteVersion), \(run.status)",
            "  begun \(run.startedAt)\(run.finishedAt.map { ", finished \($0)" } ?? "")",
            "  digest \(run.digest)",
        ]
        let manifest = (try? JSONValue(parsing: run.manifest))?.object ?? [:]
        for (name, value) in manifest.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name): \(value.plain)")
        }
        for task in tasks {
            let record = task.record
            let split = record.split.map { ", split \($0)" } ?? ""
            lines.append("")
            lines.append("\(record.title) over \(record.dataset)\(split), \(record.modelName)")
            lines.append("  backend \(record.backend), \(task.saved) saved, \(task.failed) failed")
            var rows = [["metric", "group", "value", "95 % interval", "n", "failed"]]
            for (metric, figures) in task.metrics {
                for row in figures {
                    rows.append(
                        [metric.title, Self.group(row)]
                            + Self.cells(
                                row.figure,
                                metric,
                                isRatio: row.statistic.contains("ratio")
                                    || row.statistic == GroupFigure.temperature
                            )
                    )
                }
                rows += Self.robustness(
                    task.robustness[metric.id] ?? [],
                    of: metric.title,
                    cells: { Self.cells($0, metric) }
                )
            }
            let table = TextTable.aligned(rows, numeric: [2, 3, 4, 5])
            lines += table.split(separator: "\n").map { "  \($0)" }
            lines += task.metrics.compactMap { metric, figures in
                figures.first(where: \.isOverall)?.figure.note.map {
                    "  \(metric.title): \($0)"
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What a figure is of: a group, or what was made of the groups.
    private static func group(_ row: GroupFigure) -> String {
        let group =
            row.attribute.isEmpty
            ? "all" : row.group.isEmpty ? row.attribute : "\(row.attribute) = \(row.group)"
        return row.statistic == GroupFigure.value ? group : "\(row.statistic), \(group)"
    }

    private static func cells(_ figure: Figure, _ metric: MetricRecord, isRatio: Bool = false)
        -> [String]
    {
        let number = { (value: Double) in
            metric.isShare && !isRatio
                ? String(format: "%.2f %%", value * 100) : String(format: "%.4f", value)
        }
        return [
            figure.value.map(number) ?? "-",
            figure.interval.map { "\(number($0.lower)) to \(number($0.upper))" } ?? "-",
            String(figure.count), String(figure.failures),
        ]
    }

    // MARK: - For scripts

    /// The same as JSON, with every digit.
    package var json: JSONValue {
        guard case .object(var members) = run.json else { return .null }
        members["tasks"] = .array(tasks.map(\.json))
        return .object(members)
    }
}

extension RunReport.Task {
    var json: JSONValue {
        .object([
            "task": .string(record.task),
            "perturbation": record.perturbationIdentity?.json ?? .null,
            "dataset": .string(record.dataset),
            "datasetFingerprint": .string(record.datasetFingerprint),
            "split": record.split.map(JSONValue.string) ?? .null,
            "limit": record.exampleLimit.map(JSONValue.integer) ?? .null,
            "model": .string(record.modelName),
            "backend": .string(record.backend),
            "saved": .integer(saved),
            "failed": .integer(failed),
            "metrics": .array(
                metrics.map { metric, figures in
                    .object([
                        "name": .string(metric.name),
                        "options": (try? JSONValue(parsing: metric.options)) ?? .null,
                        "higherIsBetter": .bool(metric.higherIsBetter),
                        "figures": .array(figures.map(\.json)),
                        "robustness": .array((robustness[metric.id] ?? []).map(\.robustnessJSON)),
                    ])
                }
            ),
        ])
    }
}

extension GroupFigure {
    var json: JSONValue {
        .object([
            "statistic": .string(statistic),
            "attribute": attribute.isEmpty ? .null : .string(attribute),
            "group": attribute.isEmpty ? .null : .string(group),
            "value": figure.value.map(JSONValue.number) ?? .null,
            "lower": figure.interval.map { .number($0.lower) } ?? .null,
            "upper": figure.interval.map { .number($0.upper) } ?? .null,
            "method": figure.interval.map { .string($0.method.rawValue) } ?? .null,
            "standardError": figure.standardError.map(JSONValue.number) ?? .null,
            "n": .integer(figure.count),
            "clusters": figure.clusters.map(JSONValue.integer) ?? .null,
            "note": figure.note.map(JSONValue.string) ?? .null,
            "failures": .integer(figure.failures),
        ])
    }
}

extension RunRecord {
    /// The run itself, without its tasks.
    package var json: JSONValue {
        .object([
            "id": .integer(Int(id)),
            "suite": .string(suite),
            "suiteVersion": .string(suiteVersion),
            "digest": .string(digest),
            "status": .string(status),
            "seed": .integer(seed),
            "startedAt": .string(startedAt),
            "finishedAt": finishedAt.map(JSONValue.string) ?? .null,
            "manifest": (try? JSONValue(parsing: manifest)) ?? .null,
        ])
    }
}
