import Domain
import GRDB

/// A figure with everything that says what it is of: what the formats for scripts write.
struct FigureRow {
    let task: ReportedTask
    let metric: ReportedMetric
    /// Both empty for all examples together.
    let groupAttribute: String
    let groupValue: String
    let figure: Figure

    /// Hands over the figures of every task one by one: of each metric first the overall figure, then
    /// those of the groups.
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
                SELECT groupAttribute, groupValue, value, lower, upper, method, count, failures
                FROM figure WHERE metricID = ? AND statistic = 'value'
                ORDER BY groupAttribute, groupValue
                """,
            arguments: [metric.id]
        )
        while let row = try rows.next() {
            try body(
                FigureRow(
                    task: task,
                    metric: metric,
                    groupAttribute: row["groupAttribute"],
                    groupValue: row["groupValue"],
                    figure: Figure(row: row)
                )
            )
        }
    }
}
