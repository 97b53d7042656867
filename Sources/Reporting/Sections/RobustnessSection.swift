import Domain
package import GRDB
import Storage

/// What perturbations of the examples do to a task's metrics.
package enum RobustnessSection: ReportSection {
    package static let id = "robustness"
    package static let title = "Robustness"

    package struct Content: Sendable {
        /// Of a task that others repeat with perturbations: a table for each metric.
        var tables: [Table] = []
        /// Of such a repeat: what was done, and the fragment of the task it is held against.
        var perturbed: (by: String, base: String)?
    }

    /// The perturbations' figures of one metric.
    struct Table: Sendable {
        let metric: ReportedMetric
        let rows: [Row]
        /// The metric by severity, of perturbations that were asked with several.
        let curves: [LineChart.Line]
        /// Over all perturbations, in words, with what they mean.
        let summaries: [(name: String, meaning: String, figure: Figure, isDrop: Bool)]
    }

    /// One perturbation.
    struct Row: Sendable {
        let perturbation: String
        /// The metric's value under it, and the fragment of the task that has it.
        let value: Figure?
        let anchor: String?
        let drop: Figure
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        if let perturbation = task.perturbation, let base = task.baseID {
            return Content(perturbed: (perturbation, "task-\(base)"))
        }
        let tables = try task.metrics.compactMap { try table(db, task, $0) }
        return tables.isEmpty ? nil : Content(tables: tables)
    }

    private static func table(_ db: Database, _ task: ReportedTask, _ metric: ReportedMetric) throws
        -> Table?
    {
        let figures = try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT * FROM figure WHERE metricID = ? AND groupAttribute = ? AND statistic <> 'value'
                """,
            arguments: [metric.id, GroupFigure.perturbation]
        )
        var drops: [String: Figure] = [:]
        for row in figures where row["statistic"] == GroupFigure.drop {
            drops[row["groupValue"]] = Figure(row: row)
        }
        guard !drops.isEmpty else { return nil }
        let repeats = try repeats(db, of: task, metric)
        let known = repeats.map(\.perturbation)
        let rows = repeats.compactMap { repeated in
            drops[repeated.perturbation].map {
                Row(
                    perturbation: repeated.perturbation,
                    value: repeated.value,
                    anchor: "task-\(repeated.id)",
                    drop: $0
                )
            }
        }
        // A task that is gone leaves its drop behind until the run is scored again.
        let others = drops.keys.filter { !known.contains($0) }.sorted().compactMap { name in
            drops[name].map { Row(perturbation: name, value: nil, anchor: nil, drop: $0) }
        }
        return Table(
            metric: metric,
            rows: rows + others,
            curves: curves(repeats, without: metric.overall),
            summaries: statistics.compactMap { statistic in
                figures.first { $0["statistic"] == statistic.id }.map {
                    (statistic.name, statistic.meaning, Figure(row: $0), statistic.isDrop)
                }
            }
        )
    }

    /// What is said of all perturbations together.
    private static let statistics: [(id: String, name: String, meaning: String, isDrop: Bool)] = [
        (GroupFigure.meanDrop, "Mean drop", "the mean of the drops", true),
        (
            GroupFigure.worstPerturbation, "Worst perturbation",
            "the worst of the values, the one without perturbation included", false
        ),
        (
            GroupFigure.worstCase, "Worst case",
            "every example counted with its worst answer, the one without perturbation included",
            false
        ),
    ]

    /// The tasks that repeat a task with a perturbation, in the suite's order, with the same metric's figure.
    private static func repeats(_ db: Database, of task: ReportedTask, _ metric: ReportedMetric)
        throws
        -> [Repeat]
    {
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT task.id, task.perturbation, figure.metricID, figure.value, figure.lower,
                    figure.upper, figure.method, figure.count, figure.failures
                FROM task
                JOIN metric AS own ON own.id = ?
                LEFT JOIN metric ON metric.taskID = task.id AND metric.name = own.name
                    AND metric.options = own.options AND metric.supersededBy IS NULL
                LEFT JOIN figure ON figure.metricID = metric.id AND figure.statistic = 'value'
                    AND figure.groupAttribute = ''
                WHERE task.baseTaskID = ? AND task.perturbation IS NOT NULL ORDER BY task.position
                """,
            arguments: [metric.id, task.id]
        )
        .map { row in
            let isScored = (row["metricID"] as Int64?) != nil
            let stored: String? = row["perturbation"]
            return Repeat(
                id: row["id"],
                perturbation: ReportedTask.written(stored) ?? "",
                identity: stored.flatMap { try? JSONValue(parsing: $0) }
                    .flatMap(PerturbationIdentity.init(json:)),
                value: isScored ? Figure(row: row) : nil
            )
        }
    }

    /// A task that repeats another with a perturbation.
    private struct Repeat {
        let id: Int64
        /// In words.
        let perturbation: String
        /// Nil for one that another version of Assay stored.
        let identity: PerturbationIdentity?
        let value: Figure?
    }

    /// A line for each perturbation that has two severities or more, from 0, without perturbation, on.
    private static func curves(_ repeats: [Repeat], without base: Figure?) -> [LineChart.Line] {
        var names: [String] = []
        for repeated in repeats {
            if let name = repeated.identity?.name, !names.contains(name) { names.append(name) }
        }
        return names.compactMap { name in
            let points = repeats.compactMap { repeated -> LineChart.Point? in
                guard let identity = repeated.identity, identity.name == name,
                    let severity = identity.options["severity"]?.integer
                else { return nil }
                return repeated.value.flatMap { point($0, at: severity) }
            }
            .sorted { $0.x < $1.x }
            guard Set(points.map(\.x)).count > 1 else { return nil }
            let start = base.flatMap { point($0, at: 0) }
            return LineChart.Line(
                name: name.split(separator: "_").joined(separator: " "),
                points: (start.map { [$0] } ?? []) + points
            )
        }
    }

    private static func point(_ figure: Figure, at severity: Int) -> LineChart.Point? {
        figure.value.map { value in
            LineChart.Point(
                x: Double(severity),
                y: value,
                interval: figure.interval.map { $0.lower...max($0.lower, $0.upper) }
            )
        }
    }

    // MARK: - Page

    package static func render(_ content: Content) -> HTML {
        if let perturbed = content.perturbed {
            return """
                <p>The model was asked about these examples under <strong>\
                \(Markup.data(perturbed.by, limit: 200))</strong>; the page shows them as the dataset \
                has them. <a href="#\(perturbed.base)">The task without perturbation</a> says what that \
                cost.</p>

                """
        }
        return """
            \(content.tables.map(render))<p class="note">A drop is how much worse the metric is than without \
            perturbation, over the examples that were answered both ways; below 0 it is better. 95 % \
            intervals: examples are drawn with all their answers (paired bootstrap). Where an interval \
            holds 0, the drop may be chance.</p>

            """
    }

    private static func render(_ table: Table) -> HTML {
        let metric = table.metric
        let label = "\(metric.title) by perturbation"
        let rows = table.rows.map { row -> HTML in
            let name = Markup.data(row.perturbation, limit: 200)
            let shown: HTML = row.anchor.map { "<a href=\"#\($0)\">\(name)</a>" } ?? name
            return """
                <tr><th scope="row">\(shown)</th>\
                <td class="n">\(Markup.value(row.value, of: metric))</td>\
                <td class="n main">\(difference(row.drop, metric))</td>\
                <td class="n">\(interval(row.drop, metric, isDrop: true))</td>\
                <td class="n">\(Numbers.grouped(row.drop.count))</td>\
                <td class="n">\(Markup.failures(row.drop.failures))</td></tr>

                """
        }
        let summaries = table.summaries.map { summary -> HTML in
            let value =
                summary.isDrop
                ? difference(summary.figure, metric) : Markup.value(summary.figure, of: metric)
            return """
                <li><strong>\(summary.name)</strong> \(value) \
                (\(interval(summary.figure, metric, isDrop: summary.isDrop))): \(summary.meaning).</li>

                """
        }
        let body = Markup.scrolling(
            """
            <table class="figures sortable"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Perturbation</th>\(Markup.header(metric))\
            <th scope="col" class="n">Drop</th><th scope="col" class="n">95 % interval</th>\
            <th scope="col" class="n">n</th><th scope="col" class="n">Failed</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """,
            label: label
        )
        return """
            <h4>\(metric.title)</h4>
            <p>Without perturbation: \(Markup.value(metric.overall, of: metric)).</p>
            \(body)\(chart(table))<ul>
            \(summaries)</ul>

            """
    }

    private static func chart(_ table: Table) -> HTML {
        guard !table.curves.isEmpty else { return "" }
        let points = table.curves.flatMap(\.points)
        let largest = points.map { max($0.y, $0.interval?.upperBound ?? 0) }.max() ?? 1
        return LineChart.draw(
            table.curves,
            x: LineChart.Axis(title: "severity", scale: Scale(upTo: 5, steps: 5)),
            y: LineChart.Axis(
                title: table.metric.heading,
                scale: Scale(upTo: largest, isShare: table.metric.isShare)
            ),
            label: "\(table.metric.title) by severity; the same numbers are in the table"
        )
    }

    /// A difference: of shares in points.
    private static func difference(_ figure: Figure, _ metric: ReportedMetric) -> HTML {
        guard let value = figure.value else { return Markup.dash(Markup.reason(figure)) }
        let text =
            metric.isShare
            ? Numbers.fixed(value * 100, 1) + " points" : Numbers.fixed(value, 3)
        return "<span title=\"\(String(value))\">\(text)</span>"
    }

    private static func interval(_ figure: Figure, _ metric: ReportedMetric, isDrop: Bool) -> HTML {
        guard isDrop else { return Markup.interval(figure, of: metric) }
        guard figure.value != nil else { return Markup.dash("no value") }
        guard let interval = figure.interval else {
            return Markup.dash("too few examples for an interval")
        }
        let text = Numbers.interval(interval, isShare: metric.isShare, decimals: 1)
        return "<span title=\"\(Markup.method(interval.method))\">\(text)</span>"
    }
}
