import Domain
package import GRDB

/// A row for every figure, overall and by group, in full precision (RFC 4180).
///
/// Values are written as they are: a group named `=1+1` is that text, and a spreadsheet should be
/// told so when it imports the file. An undefined value is an empty field.
package enum CSVReport: ReportFormat {
    package static let name = "csv"
    package static let fileExtension = "csv"
    package static let summary = "a row for every figure"

    private static let header = [
        "run", "suite", "task", "dataset", "split", "limit", "model", "backend", "metric",
        "options", "statistic", "group_attribute", "group_value", "value", "lower_95", "upper_95",
        "interval_method", "standard_error", "n", "clusters", "failures", "note",
        "higher_is_better",
    ]

    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        let suites = Dictionary(subject.runs.map { ($0.id, $0.suite) }) { first, _ in first }
        var text = line(header)
        try FigureRow.each(db, subject) { row in
            let task = row.task, figure = row.figure
            text += line([
                String(task.run), suites[task.run] ?? "", task.task, task.dataset, task.split ?? "",
                task.limit.map(String.init) ?? "", task.model, task.backend, row.metric.name,
                JSONValue.object(row.metric.options).text, row.statistic, row.groupAttribute,
                row.groupValue,
                number(figure.value), number(figure.interval?.lower),
                number(figure.interval?.upper),
                figure.interval?.method.rawValue ?? "", number(figure.standardError),
                String(figure.count), figure.clusters.map(String.init) ?? "",
                String(figure.failures), figure.note ?? "", String(row.metric.higherIsBetter),
            ])
        }
        return text
    }

    private static func number(_ value: Double?) -> String {
        value.map { "\($0)" } ?? ""
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ field: String) -> String {
        let special: Set<UInt8> = [0x22, 0x2C, 0x0A, 0x0D]
        guard field.utf8.contains(where: special.contains) else { return field }
        var quoted = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
