import Domain
package import GRDB

/// How the values of single examples are spread, for metrics that are more than right or wrong.
package enum DistributionSection: ReportSection {
    package static let id = "distribution"
    package static let title = "Spread over examples"

    static let bins = 20
    /// With fewer values all are in the examples.
    static let fewest = 10

    package struct Content: Sendable {
        let metric: ReportedMetric
        /// From 0 to ``upper``, of equal width; values above are in the last.
        let counts: [Int]
        let upper: Double
        let quartiles: [Double]
        let mean: Double
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        for metric in task.metrics {
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS count, min(value) AS least, max(value) AS most,
                        avg(value) AS mean, sum(value NOT IN (0, 1)) AS inside
                    FROM score WHERE metricID = ? AND value IS NOT NULL
                    """,
                arguments: [metric.id]
            )
            guard let row, let count = row["count"] as Int?, count >= fewest else { continue }
            guard let least = row["least"] as Double?, least >= 0,
                let most = row["most"] as Double?, most > least,
                (row["inside"] as Int? ?? 0) > 0
            else { return nil }
            return try content(db, metric, count: count, most: most, mean: row["mean"])
        }
        return nil
    }

    private static func content(
        _ db: Database,
        _ metric: ReportedMetric,
        count: Int,
        most: Double,
        mean: Double
    ) throws -> Content {
        func quantile(_ share: Double) throws -> Double {
            try Double.fetchOne(
                db,
                sql: """
                    SELECT value FROM score WHERE metricID = ? AND value IS NOT NULL
                    ORDER BY value LIMIT 1 OFFSET ?
                    """,
                arguments: [metric.id, Int(Double(count - 1) * share)]
            ) ?? 0
        }
        // A few values far out would leave all the others in one bin.
        let upper = metric.isShare ? max(1, min(most, 2)) : min(most, try quantile(0.99) * 1.5)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT min(CAST(value * ?1 / ?2 AS INTEGER), ?1 - 1) AS bin, count(*) AS count
                FROM score WHERE metricID = ?3 AND value IS NOT NULL GROUP BY bin
                """,
            arguments: [bins, upper > 0 ? upper : most, metric.id]
        )
        var counts = [Int](repeating: 0, count: bins)
        for row in rows { counts[row["bin"]] = row["count"] }
        return Content(
            metric: metric,
            counts: counts,
            upper: upper > 0 ? upper : most,
            quartiles: try [0.25, 0.5, 0.75].map(quantile),
            mean: mean
        )
    }

    package static func render(_ content: Content) -> HTML {
        let value = { (number: Double) in Numbers.value(number, isShare: content.metric.isShare) }
        let names = ["Lower quarter", "Median", "Upper quarter"]
        let facts = zip(names, content.quartiles).map { name, quartile in
            Markup.fact("\(name)", "\(value(quartile))")
        }
        return """
            <dl class="facts tiles">\(facts)\(Markup.fact("Mean", "\(value(content.mean))"))</dl>
            \(HistogramChart.draw(
                content.counts,
                x: Scale(upTo: content.upper, isShare: content.metric.isShare),
                upper: content.upper,
                title: content.metric.title
            ))
            <p class="note">\(content.metric.title) of each example alone; the figure over all need not \
            be their mean.</p>

            """
    }
}
