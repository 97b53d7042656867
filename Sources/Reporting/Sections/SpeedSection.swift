package import GRDB

/// How long answers took.
package enum SpeedSection: ReportSection {
    package static let id = "speed"
    package static let title = "Speed"

    package struct Content: Sendable {
        let count: Int
        let medianSeconds: Double
        let p95Seconds: Double
        let slowestSeconds: Double
        /// Of the model alone; 0 if it took no measurable time.
        let totalSeconds: Double
        let smallestBatch: Int
        let largestBatch: Int
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        // Baselines do no work whose time would mean anything.
        guard !task.isBaseline else { return nil }
        // Failed requests may be quick or time-outs; neither says how fast the model answers.
        let answered = """
            FROM taskPrediction JOIN prediction ON prediction.id = taskPrediction.predictionID
            WHERE taskPrediction.taskID = ? AND prediction.error IS NULL
            """
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS count, total(latencySeconds) AS total,
                    max(latencySeconds) AS slowest, min(batchSize) AS smallest,
                    max(batchSize) AS largest \(answered)
                """,
            arguments: [task.id]
        )
        guard let row, let count = row["count"] as Int?, count > 0 else { return nil }
        /// The smallest latency that a share of the answers does not exceed (nearest rank).
        func percentile(_ share: Double) throws -> Double {
            let rank = max(1, Int((share * Double(count)).rounded(.up)))
            return try Double.fetchOne(
                db,
                sql: "SELECT latencySeconds \(answered) ORDER BY latencySeconds LIMIT 1 OFFSET ?",
                arguments: [task.id, rank - 1]
            ) ?? 0
        }
        return Content(
            count: count,
            medianSeconds: try percentile(0.5),
            p95Seconds: try percentile(0.95),
            slowestSeconds: row["slowest"],
            totalSeconds: row["total"],
            smallestBatch: row["smallest"],
            largestBatch: row["largest"]
        )
    }

    package static func render(_ content: Content) -> HTML {
        let rate: HTML =
            content.totalSeconds > 0
            ? Self.rate(Double(content.count) / content.totalSeconds)
            : Markup.dash("no time was recorded")
        let batch: HTML =
            content.smallestBatch == content.largestBatch
            ? "\(content.largestBatch)" : "\(content.smallestBatch) – \(content.largestBatch)"
        return """
            <dl class="facts tiles">\
            \(Markup.fact("Median", "\(Numbers.duration(seconds: content.medianSeconds))"))\
            \(Markup.fact("95th percentile", "\(Numbers.duration(seconds: content.p95Seconds))"))\
            \(Markup.fact("Slowest", "\(Numbers.duration(seconds: content.slowestSeconds))"))\
            \(Markup.fact("Answers a second", rate))\
            \(Markup.fact("Batch size", batch))</dl>
            <p class="note">Time in the model for each of \(Numbers.count(content.count, "answer")): a \
            batch's time divided by its requests. An answer kept from an earlier run keeps its time.</p>

            """
    }

    private static func rate(_ perSecond: Double) -> HTML {
        "\(Numbers.fixed(perSecond, perSecond < 10 ? 2 : perSecond < 100 ? 1 : 0))"
    }
}
