import Domain
package import GRDB

/// Runs, tasks and figures as one JSON object, in full precision; undefined values are null.
package enum JSONReport: ReportFormat {
    package static let name = "json"
    package static let fileExtension = "json"
    package static let summary = "every figure with its run, for scripts"

    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        let runs = try subject.runs.map { run in
            JSONValue.object([
                "run": .integer(Int(run.id)),
                "suite": .string(run.suite),
                "suite_version": .string(run.suiteVersion),
                "suite_digest": .string(run.suiteDigest),
                "digest": .string(run.digest),
                "status": .string(run.status),
                "seed": .integer(run.seed),
                "started_at": .string(run.startedAt),
                "finished_at": run.finishedAt.map(JSONValue.string) ?? .null,
                "manifest": (try? JSONValue(parsing: run.manifest)) ?? .null,
                "tasks": .array(
                    try subject.tasks.filter { $0.run == run.id }.map { try task(db, $0) }
                ),
            ])
        }
        return JSONValue.object(["runs": .array(runs)]).text + "\n"
    }

    private static func task(_ db: Database, _ task: ReportedTask) throws -> JSONValue {
        let digest = try String.fetchOne(
            db,
            sql: "SELECT digest FROM model WHERE id = ?",
            arguments: [task.modelID]
        )
        return .object([
            "task": .string(task.task),
            "dataset": .string(task.dataset),
            "dataset_fingerprint": .string(task.datasetFingerprint),
            "split": task.split.map(JSONValue.string) ?? .null,
            "limit": task.limit.map(JSONValue.integer) ?? .null,
            "model": .string(task.model),
            "model_digest": digest.map(JSONValue.string) ?? .null,
            "backend": .string(task.backend),
            "perturbation": task.perturbation.map(JSONValue.string) ?? .null,
            "requests": .integer(task.requests),
            "failures": .integer(task.failures),
            "metrics": .array(try task.metrics.map { try metric(db, task, $0) }),
        ])
    }

    private static func metric(_ db: Database, _ task: ReportedTask, _ metric: ReportedMetric)
        throws
        -> JSONValue
    {
        var groups: [JSONValue] = []
        var statistics: [JSONValue] = []
        try FigureRow.each(db, task: task, metric: metric) { row in
            guard !row.isValue || !row.groupAttribute.isEmpty,
                case .object(var members) = json(row.figure)
            else { return }
            members["attribute"] = .string(row.groupAttribute)
            members["group"] = .string(row.groupValue)
            if row.isValue {
                groups.append(.object(members))
            } else {
                members["statistic"] = .string(row.statistic)
                statistics.append(.object(members))
            }
        }
        var members: [String: JSONValue] = [
            "metric": .string(metric.name),
            "options": .object(metric.options),
            "higher_is_better": .bool(metric.higherIsBetter),
            "overall": metric.overall.map(json) ?? .null,
            "groups": .array(groups),
            "statistics": .array(statistics),
        ]
        if let (name, curve) = try MetricCurves.json(db, metric) { members[name] = curve }
        return .object(members)
    }

    private static func json(_ figure: Figure) -> JSONValue {
        .object([
            "value": figure.value.map(JSONValue.number) ?? .null,
            "lower_95": figure.interval.map { .number($0.lower) } ?? .null,
            "upper_95": figure.interval.map { .number($0.upper) } ?? .null,
            "interval_method": figure.interval.map { .string($0.method.rawValue) } ?? .null,
            "standard_error": figure.standardError.map(JSONValue.number) ?? .null,
            "n": .integer(figure.count),
            "clusters": figure.clusters.map(JSONValue.integer) ?? .null,
            "note": figure.note.map(JSONValue.string) ?? .null,
            "failures": .integer(figure.failures),
        ])
    }
}
