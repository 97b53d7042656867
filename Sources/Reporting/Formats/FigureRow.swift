import Domain
import GRDB

/// A figure with everything that says what it is of: what the formats for scripts write.
struct FigureRow {
    let task: ReportedTask
    let metric: ReportedMetric
    /// `value` for the metric itself; else what was made of it.
    let statistic: String
    /// Both empty for all examples together.
    let groupAttribute: String
    let groupValue: String
    let figure: Figure

    /// Hands over the figures of every task one by one: of each metric first the overall figure, then
    /// those of the groups, then what was made of them.
    static func each(
        _ db: Database,
        _ subject: ReportSubject,
        _ body: (FigureRow) throws -> Void
    ) throws {
        for task in subject.tasks {
            for metric in task.metrics {
                try each(db, task: task, metric: metric, body)
            }
        }
    }

    static func each(
        _ db: Database,
        task: ReportedTask,
        metric: ReportedMetric,
        _ body: (FigureRow) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT * FROM figure WHERE metricID = ?
                ORDER BY statistic <> 'value', groupAttribute, statistic, groupValue
                """,
            arguments: [metric.id]
        )
        while let row = try rows.next() {
            try body(
                FigureRow(
                    task: task,
                    metric: metric,
                    statistic: row["statistic"],
                    groupAttribute: row["groupAttribute"],
                    groupValue: row["groupValue"],
                    figure: Figure(row: row)
                )
            )
        }
    }
}
