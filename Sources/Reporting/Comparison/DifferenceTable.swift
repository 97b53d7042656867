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
        var bodies: [HTML] = []
        var last: String?
        for row in rows {
            let cells = line(
                row,
                axis: axis,
                isFirst: row.task.anchor != last,
                namesTask: namesTask
            )
            if row.task.anchor == last {
                bodies[bodies.count - 1] += cells
            } else {
                bodies.append("\(namesTask ? heading(row.task) : "")\(cells)")
            }
            last = row.task.anchor
        }
        let drawing: HTML =
            shares.isEmpty
            ? "<span class=\"sr\">Drawing, of shares</span>" : DifferenceChart.axis(axis)
        let table: HTML = """
            <table class="figures differences"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">\(namesTask ? "Task and metric" : "Metric")</th>\
            <th scope="col" class="n">A</th><th scope="col" class="n">B</th>\
            <th scope="col" class="n">B − A</th>\
            <th scope="col" class="chart">\(drawing)</th><th scope="col" class="n">n</th>\
            <th scope="col">Verdict</th><th scope="col" class="n">p</th>\
            <th scope="col" class="n">Holm p</th></tr></thead>
            \(bodies.map { "<tbody>\($0)</tbody>\n" as HTML })</table>
            """
        return Markup.scrolling(table, label: label)
    }

    /// The line over a task's metrics, with a link to more about it.
    private static func heading(_ task: ComparedTask) -> HTML {
        """
        <tr class="of-task"><th scope="rowgroup" colspan="\(columns)"><span class="stays">\
        <a href="#\(task.anchor)">\(Markup.data(task.first.title, limit: 80))</a> <span class="muted">on \
        \(Markup.data(task.first.data, limit: 200))</span></span></th></tr>

        """
    }

    /// Of a table that names tasks.
    private static let columns = 9

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
            numbers.interval.map { "\($0)" } ?? Markup.dash("too few examples for an interval")
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
        // Swapping answers and drawing examples are different questions.
        let spansZero = metric.tests.bootstrap?.interval.map { $0.lower <= 0 && $0.upper >= 0 }
        let doubt: HTML =
            verdict != .none && spansZero == true
            ? "<span class=\"ci\">but the interval spans 0</span>" : ""
        let test: HTML =
            namesTask
            ? "" : "<span class=\"ci\">\(ComparisonMarkup.words(metric.test))</span>"
        let further: HTML = isFirst ? "" : " class=\"further\""
        return """
            <tr\(further)><th scope="row">\(name(row, isDefined: !namesTask))</th>\
            \(value(metric.tests.first, numbers.first, isBest: verdict == .first))\
            \(value(metric.tests.second, numbers.second, isBest: verdict == .second))\
            <td class="n\(isFirst ? " main" : "")"><span class="value" \
            title="\(String(metric.tests.difference))">\(numbers.difference)</span>\
            <span class="ci">\(interval)</span></td>\
            <td class="chart">\(chart)</td>\
            <td class="n">\(Numbers.grouped(metric.tests.examples))</td>\
            <td>\(ComparisonMarkup.verdict(verdict))\(doubt)</td>\
            <td class="n">\(numbers.p)\(test)</td><td class="n">\(corrected)</td></tr>

            """
    }

    /// The metric, and perhaps what it measures.
    private static func name(_ row: Row, isDefined: Bool) -> HTML {
        let metric = row.task.reported(row.metric)
        let details: HTML =
            metric.details.isEmpty ? "" : " <span class=\"muted\">\(metric.details)</span>"
        let type = isDefined ? try? metricCatalog(metric.name) : nil
        let definition: HTML =
            type.map { "<span class=\"definition\">\($0.summary)</span>" } ?? ""
        return "\(metric.heading)\u{00A0}\(Markup.arrow(metric))\(details)\(definition)"
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
