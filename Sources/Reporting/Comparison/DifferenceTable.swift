import Comparisons
import Domain
import Scoring
import Storage

/// The table of a comparison: a row for a task's metric with both values, their difference and what is to
/// be said of it.
enum DifferenceTable {
    typealias Row = (task: ComparedTask, metric: MetricComparison)

    /// The table of some rows, at least one; those of a task come together.
    ///
    /// Where tasks are named, each is a part of the table of its own; else metrics have their definitions
    /// beside them.
    static func render(_ rows: [Row], label: String, namesTask: Bool) -> HTML {
        let shares = rows.filter(\.metric.metric.isShare).map { mark($0.metric) }
        let axis = DifferenceChart.Axis(covering: shares, isShare: true)
        var parts: [HTML] = []
        var last: String?
        for row in rows {
            let cells = line(
                row,
                axis: axis,
                isFirst: row.task.anchor != last,
                namesTask: namesTask
            )
            if namesTask, last != nil, row.task.anchor != last {
                parts.append("</tbody>\n<tbody>\(cells)")
            } else {
                parts.append(cells)
            }
            last = row.task.anchor
        }
        let table: HTML = """
            <table class="figures differences"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">\(namesTask ? "Task and metric" : "Metric")</th>\
            <th scope="col" class="n">A</th><th scope="col" class="n">B</th>\
            <th scope="col" class="n">B − A</th>\
            <th scope="col" class="chart">\(shares.isEmpty ? "" : DifferenceChart.axis(axis))</th>\
            <th scope="col">Verdict</th><th scope="col" class="n">p</th>\
            <th scope="col" class="n">Holm p</th><th scope="col" class="n">n</th>\
            <th scope="col">Test</th></tr></thead>
            <tbody>\(parts)</tbody></table>
            """
        return Markup.scrolling(table, label: label)
    }

    private static func line(
        _ row: Row,
        axis: DifferenceChart.Axis,
        isFirst: Bool,
        namesTask: Bool
    ) -> HTML {
        let metric = row.metric
        let numbers = DifferenceNumbers(metric)
        let verdict = metric.verdict(at: row.task.options.significance)
        let interval: HTML =
            numbers.interval.map { "<span class=\"ci\">\($0)</span>" }
            ?? Markup.dash("too few examples for an interval")
        let chart: HTML =
            metric.metric.isShare
            ? DifferenceChart.row(
                mark(metric),
                on: axis,
                label: words(row, numbers),
                isFaint: verdict == .none
            ) : ""
        let corrected: HTML =
            metric.corrected.map { "\(DifferenceNumbers.p($0))" }
            ?? Markup.dash("not corrected: not the first metric of its task")
        let further: HTML = isFirst ? "" : " class=\"further\""
        return """
            <tr\(further)><th scope="row">\(name(row, isFirst: isFirst, namesTask: namesTask))</th>\
            \(value(metric.tests.first, numbers.first, isBest: verdict == .first))\
            \(value(metric.tests.second, numbers.second, isBest: verdict == .second))\
            <td class="n\(isFirst ? " main" : "")"><span class="value" \
            title="\(String(metric.tests.difference))">\(numbers.difference)</span>\(interval)</td>\
            <td class="chart">\(chart)</td><td>\(ComparisonMarkup.verdict(verdict))</td>\
            <td class="n">\(numbers.p)</td><td class="n">\(corrected)</td>\
            <td class="n">\(Numbers.grouped(metric.tests.examples))</td>\
            <td class="muted">\(ComparisonMarkup.words(metric.test))</td></tr>

            """
    }

    /// The metric, and the task with a link to it before its first metric.
    private static func name(_ row: Row, isFirst: Bool, namesTask: Bool) -> HTML {
        let metric = row.task.reported(row.metric)
        let details: HTML =
            metric.details.isEmpty ? "" : " <span class=\"muted\">\(metric.details)</span>"
        let own: HTML = "\(metric.heading)\u{00A0}\(Markup.arrow(metric))\(details)"
        guard namesTask else {
            let definition: HTML =
                (try? metricCatalog(metric.name)).map {
                    "<span class=\"definition\">\($0.summary)</span>"
                } ?? ""
            return "\(own)\(definition)"
        }
        let task = Markup.data("\(row.task.first.title) · \(row.task.first.data)", limit: 200)
        return isFirst
            ? "<a href=\"#\(row.task.anchor)\">\(own)</a> <span class=\"of-task\">\(task)</span>"
            : "\(own) <span class=\"sr\">\(task)</span>"
    }

    private static func value(_ exact: Double, _ text: String, isBest: Bool) -> HTML {
        let best: HTML = isBest ? " best" : ""
        return "<td class=\"n\(best)\" title=\"\(String(exact))\">\(text)</td>"
    }

    private static func mark(_ metric: MetricComparison) -> DifferenceChart.Mark {
        DifferenceChart.Mark(
            difference: metric.tests.difference,
            interval: metric.tests.bootstrap?.interval.map { $0.lower...max($0.lower, $0.upper) }
        )
    }

    /// What the drawing shows.
    private static func words(_ row: Row, _ numbers: DifferenceNumbers) -> String {
        let unit = row.metric.metric.isShare ? " points" : ""
        let interval = numbers.interval.map { ", 95 % interval \($0)" } ?? ""
        return
            "\(row.task.reported(row.metric).title), B less A: \(numbers.difference)\(unit)\(interval)"
    }
}
