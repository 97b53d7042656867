import Domain
package import GRDB
import Scoring

/// Every metric for each group of an attribute, and how far the groups lie apart.
package enum GroupsSection: ReportSection {
    package static let id = "groups"
    package static let title = "Groups"

    /// Groups of fewer examples are marked, and are not compared.
    static let smallCount = 10
    /// Of more groups, the worst and the best are shown, half of this each.
    static let mostShown = 40

    package struct Content: Sendable {
        let task: ReportedTask
        let attributes: [Attribute]
    }

    /// The groups of one attribute.
    struct Attribute: Sendable {
        let name: String
        /// Worst first; the middle is left out if there are many.
        let groups: [Group]
        let count: Int
        /// Of the main metric.
        let gap: GroupGap?
        /// Examples that have no value of the attribute.
        let ungrouped: Int
    }

    /// One group, with a figure for each of the task's metrics.
    struct Group: Sendable {
        let name: String
        let figures: [Int64: Figure]
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        guard let main = task.metrics.first else { return nil }
        let attributes = try String.fetchAll(
            db,
            sql: """
                SELECT DISTINCT groupAttribute FROM figure
                WHERE metricID = ? AND groupAttribute <> '' AND statistic = 'value'
                ORDER BY groupAttribute
                """,
            arguments: [main.id]
        )
        // In the suite's order; an attribute that the suite does not name any more comes last.
        let ordered =
            task.groupBy.filter(attributes.contains)
            + attributes.filter { !task.groupBy.contains($0) }
        guard !ordered.isEmpty else { return nil }
        return Content(
            task: task,
            attributes: try ordered.map { try attribute(db, $0, task: task, main: main) }
        )
    }

    private static func attribute(
        _ db: Database,
        _ name: String,
        task: ReportedTask,
        main: ReportedMetric
    ) throws -> Attribute {
        // The main metric's figures decide which groups are shown. Many thousand groups say nothing
        // to anyone: the largest ten thousand are looked at.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM figure
                WHERE metricID = ? AND groupAttribute = ? AND statistic = 'value'
                ORDER BY count DESC, groupValue LIMIT 10000
                """,
            arguments: [main.id, name]
        )
        let figures = rows.map { (name: $0["groupValue"] as String, figure: Figure(row: $0)) }
        let sorted = figures.sorted { a, b in
            switch (a.figure.value, b.figure.value) {
            case (let x?, let y?) where x != y: main.higherIsBetter ? x < y : x > y
            case (_?, nil): true
            case (nil, _?): false
            default: a.name < b.name
            }
        }
        let shown =
            sorted.count <= mostShown
            ? sorted : Array(sorted.prefix(mostShown / 2) + sorted.suffix(mostShown / 2))
        let groups = try shown.map { group in
            var all = [main.id: group.figure]
            for metric in task.metrics.dropFirst() {
                all[metric.id] = try figure(db, metric: metric, attribute: name, group: group.name)
            }
            return Group(name: group.name, figures: all)
        }
        return Attribute(
            name: name,
            groups: groups,
            count: figures.count,
            gap: largestGap(
                Dictionary(figures.map { ($0.name, $0.figure) }) { first, _ in first },
                minimumCount: smallCount
            ),
            ungrouped: max(
                0,
                (main.overall?.count ?? 0) - figures.reduce(0) { $0 + $1.figure.count }
            )
        )
    }

    private static func figure(
        _ db: Database,
        metric: ReportedMetric,
        attribute: String,
        group: String
    ) throws -> Figure? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT * FROM figure
                WHERE metricID = ? AND groupAttribute = ? AND groupValue = ?
                    AND statistic = 'value'
                """,
            arguments: [metric.id, attribute, group]
        ).map(Figure.init(row:))
    }

    package static func render(_ content: Content) -> HTML {
        "\(content.attributes.map { GroupTable.render($0, task: content.task) })"
    }
}
