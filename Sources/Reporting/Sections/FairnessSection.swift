import Domain
package import GRDB
import Storage

/// How far groups lie apart: differences and ratios as fairlearn defines them, with intervals, and which
/// groups are too small to say anything.
package enum FairnessSection: ReportSection {
    package static let id = "fairness"
    package static let title = "Fairness"

    package struct Content: Sendable {
        let isClustered: Bool
        let clusterBy: String?
        let attributes: [Attribute]
    }

    struct Attribute: Sendable {
        let name: String
        let rows: [Row]
        /// Groups with fewer examples than would do, with what would.
        let small: [(name: String, note: String)]
    }

    struct Row: Sendable {
        let metric: ReportedMetric
        let statistic: String
        let group: String
        let figure: Figure
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        var rows: [String: [Row]] = [:]
        var small: [String: [(name: String, note: String)]] = [:]
        for metric in task.metrics {
            let found = try GRDB.Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM figure
                    WHERE metricID = ? AND groupAttribute <> ''
                        AND (statistic <> 'value' OR note IS NOT NULL)
                    ORDER BY groupAttribute, statistic, groupValue
                    """,
                arguments: [metric.id]
            )
            for row in found where !GroupFigure.ofSeveralScores.contains(row["statistic"]) {
                let attribute: String = row["groupAttribute"]
                let figure = Figure(row: row)
                if row["statistic"] == GroupFigure.value {
                    // Of the main metric only; the others' groups are the same examples.
                    guard metric.id == task.metrics.first?.id, let note = figure.note else {
                        continue
                    }
                    small[attribute, default: []].append((row["groupValue"], note))
                } else {
                    rows[attribute, default: []].append(
                        Row(
                            metric: metric,
                            statistic: row["statistic"],
                            group: row["groupValue"],
                            figure: figure
                        )
                    )
                }
            }
        }
        let ordered =
            task.groupBy.filter { rows[$0] != nil }
            + rows.keys.filter { !task.groupBy.contains($0) }.sorted()
        guard !ordered.isEmpty else { return nil }
        return Content(
            isClustered: rows.values.joined().contains { $0.figure.clusters != nil },
            clusterBy: task.clusterBy,
            attributes: ordered.map { name in
                Attribute(name: name, rows: rows[name] ?? [], small: small[name] ?? [])
            }
        )
    }

    package static func render(_ content: Content) -> HTML {
        let cluster = content.clusterBy.map { $0 == "medium" ? "table, picture or recording" : $0 }
        let resampled: HTML =
            content.isClustered
            ? """
            whole clusters (all examples of one \(Markup.data(cluster ?? "cluster", limit: 60))) are \
            drawn
            """ : "examples are drawn"
        return """
            \(content.attributes.map(attribute))
            <p class="note">As fairlearn defines them: the largest less the smallest value of the groups, \
            the smallest by the largest, and the group farthest from the value over all. Intervals are \
            those of a bootstrap in which \(resampled), for the two groups that lie farthest apart \
            here. A difference whose interval reaches 0, and a ratio whose interval reaches 1, may be \
            chance; of many groups, the two farthest apart may be so by chance even if it does not.</p>

            """
    }

    private static func attribute(_ attribute: Attribute) -> HTML {
        let label = "How far groups by \(attribute.name) lie apart"
        let rows = attribute.rows.map { row -> HTML in
            let group: HTML = row.group.isEmpty ? "" : " (\(Markup.data(row.group, limit: 80)))"
            let asShare = row.metric.isShare && !StatisticWords.isRatio(row.statistic)
            return """
                <tr><th scope="row">\(row.metric.heading)</th>\
                <td>\(StatisticWords.title(row.statistic, of: row.metric.name))\(group)</td>\
                <td class="n main"><span class="value">\(value(row.figure, asShare))</span>\
                <span class="ci">\(interval(row.figure, asShare))</span></td>\
                <td>\(row.figure.note.map { Markup.data($0, limit: 200) } ?? "")</td></tr>

                """
        }
        let table: HTML = """
            <table class="figures sortable"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Metric</th><th scope="col">Statistic</th>\
            <th scope="col" class="n">Value</th><th scope="col">Between</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
        let small: HTML =
            attribute.small.isEmpty
            ? ""
            : """
            <p class="note">Too small to say: \(attribute.small.prefix(20).map { item -> HTML in
                "\(Markup.data(item.name, limit: 60)) (\(item.note.replacing("too small to say: ", with: ""))); "
            })\(Numbers.count(attribute.small.count, "group")) in all.</p>

            """
        return """
            <h4>By \(Markup.data(attribute.name, limit: 60))</h4>
            \(Markup.scrolling(table, label: label))\(small)
            """
    }

    private static func value(_ figure: Figure, _ isShare: Bool) -> HTML {
        guard let value = figure.value else { return Markup.dash(figure.note ?? "undefined") }
        guard isShare else {
            return "\(Numbers.value(value, isShare: false, decimals: Numbers.decimals(figure)))"
        }
        return "\(Numbers.fixed(value * 100, 1)) points"
    }

    private static func interval(_ figure: Figure, _ isShare: Bool) -> HTML {
        guard let interval = figure.interval else {
            return Markup.dash("too few examples or clusters for an interval")
        }
        let text =
            isShare
            ? "\(Numbers.fixed(interval.lower * 100, 1)) – \(Numbers.fixed(interval.upper * 100, 1))"
            : Numbers.interval(interval, isShare: false, decimals: Numbers.decimals(figure))
        return "<span title=\"\(Markup.method(interval.method))\">\(text)</span>"
    }
}
