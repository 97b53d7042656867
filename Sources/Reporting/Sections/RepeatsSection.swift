import Domain
package import GRDB

/// How much a task's metrics stray over repeats that differ in nothing but their seeds.
package enum RepeatsSection: ReportSection {
    package static let id = "repeats"
    package static let title = "Repeats"

    package struct Content: Sendable {
        let rows: [Row]
    }

    /// One metric over the repeats.
    struct Row: Sendable {
        let metric: ReportedMetric
        let mean: Figure
        let spread: Figure
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        let rows = try task.metrics.compactMap { metric -> Row? in
            let figures = try GRDB.Row.fetchAll(
                db,
                sql: "SELECT * FROM figure WHERE metricID = ? AND groupAttribute = 'repeat'",
                arguments: [metric.id]
            )
            func figure(_ statistic: String) -> Figure? {
                figures.first { $0["statistic"] == statistic }.map(Figure.init(row:))
            }
            guard let mean = figure("repeat_mean"), let spread = figure("repeat_standard_deviation")
            else { return nil }
            return Row(metric: metric, mean: mean, spread: spread)
        }
        return rows.isEmpty ? nil : Content(rows: rows)
    }

    package static func render(_ content: Content) -> HTML {
        let label = "Figures over repeats"
        let rows = content.rows.map { row -> HTML in
            """
            <tr><th scope="row">\(row.metric.title)</th>\
            <td class="n main"><span class="value">\(Markup.value(row.mean, of: row.metric))</span>\
            <span class="ci">\(Markup.interval(row.mean, of: row.metric))</span></td>\
            <td class="n">\(Markup.value(row.spread, of: row.metric))</td>\
            <td class="n">\(Numbers.grouped(row.mean.count))</td></tr>

            """
        }
        let table: HTML = """
            <table class="figures"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Metric</th><th scope="col" class="n">Mean</th>\
            <th scope="col" class="n">Standard deviation</th>\
            <th scope="col" class="n">Repeats</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
        return """
            \(Markup.scrolling(table, label: label))
            <p class="note">The same task asked again with other seeds. The interval is Student's over the \
            repeats: what the drawing of answers and of solved examples does, not what the choice of \
            examples does.</p>

            """
    }
}
