import Domain
package import GRDB

/// Tables to paste into an issue: one of the overall figures, one of the groups, one of what was made of them.
package enum MarkdownReport: ReportFormat {
    package static let name = "markdown"
    package static let fileExtension = "md"
    package static let summary = "tables to paste into an issue"

    private static let whatHeader = ["Run", "Task", "Dataset", "Model", "Metric", ""]
    private static let numbersHeader = ["Value", "95 % interval", "n", "Failed"]

    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        var overall = "", groups = "", statistics = ""
        try FigureRow.each(db, subject) { row in
            if !row.isValue {
                let names = [row.statistic, row.groupAttribute, row.groupValue]
                statistics += MarkdownTable.line(what(row) + names + numbers(row))
            } else if row.groupAttribute.isEmpty {
                overall += MarkdownTable.line(what(row) + numbers(row))
            } else {
                groups += MarkdownTable.line(
                    what(row) + [row.groupAttribute, row.groupValue] + numbers(row)
                )
            }
        }
        let runs = subject.runs.map { run in
            let state = run.status == "finished" ? "" : " (\(run.status))"
            return MarkdownTable.cell(
                "\(run.suite), version \(run.suiteVersion), run \(run.id)\(state)"
            )
        }
        var text = "# \(runs.joined(separator: "; "))\n\n"
        text += heading(whatHeader + numbersHeader) + overall
        if !groups.isEmpty {
            text +=
                "\n" + heading(whatHeader + ["Attribute", "Group"] + numbersHeader) + groups
        }
        if !statistics.isEmpty {
            let names = ["Statistic", "Attribute", "Group"]
            text += "\n" + heading(whatHeader + names + numbersHeader) + statistics
        }
        return text
    }

    private static func what(_ row: FigureRow) -> [String] {
        let kind = row.task.backend == "native" ? "" : " (\(row.task.backend))"
        return [
            String(row.task.run), row.task.task, row.task.data, row.task.model + kind,
            row.metric.identifier, row.metric.higherIsBetter ? "↑" : "↓",
        ]
    }

    private static func numbers(_ row: FigureRow) -> [String] {
        let figure = row.figure
        let value = figure.value.map { Numbers.fixed($0, 4) } ?? "— (\(Markup.reason(figure)))"
        let interval = figure.interval.map {
            Numbers.fixed($0.lower, 4) + " – " + Numbers.fixed($0.upper, 4)
        }
        return [value, interval ?? "—", String(figure.count), String(figure.failures)]
    }

    private static func heading(_ names: [String]) -> String {
        MarkdownTable.heading(names, numeric: names.count - numbersHeader.count..<names.count)
    }
}
