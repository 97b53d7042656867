package import GRDB

/// How long answers took, and what they needed.
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
        /// Seconds of the recordings that were answered; 0 for other tasks.
        let audioSeconds: Double
        /// The most that the run's process held; nil where that says nothing of the model or is not known.
        let peakMemoryBytes: Int?
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
        let audio = try Double.fetchOne(
            db,
            sql: """
                SELECT total(media.durationSeconds)
                FROM taskPrediction
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                JOIN example ON example.id = taskPrediction.exampleID
                JOIN media ON media.id = example.mediaID
                WHERE taskPrediction.taskID = ? AND prediction.error IS NULL
                    AND taskPrediction.request = 0
                """,
            arguments: [task.id]
        )
        return Content(
            count: count,
            medianSeconds: try percentile(0.5),
            p95Seconds: try percentile(0.95),
            slowestSeconds: row["slowest"],
            totalSeconds: row["total"],
            smallestBatch: row["smallest"],
            largestBatch: row["largest"],
            audioSeconds: audio ?? 0,
            peakMemoryBytes: try peakMemory(db, task)
        )
    }

    /// What a run's manifest says; an outside program's memory is not in it.
    private static func peakMemory(_ db: Database, _ task: ReportedTask) throws -> Int? {
        guard task.backend == "native" else { return nil }
        return try Int.fetchOne(
            db,
            sql: "SELECT json_extract(manifest, '$.peakMemoryBytes') FROM run WHERE id = ?",
            arguments: [task.run]
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
            \(Markup.fact("Batch size", batch))\(realTime(content))\(memory(content))</dl>
            <p class="note">Time in the model for each of \(Numbers.count(content.count, "answer")): a \
            batch's time divided by its requests. An answer kept from an earlier run keeps its time.\
            \(notes(content))</p>

            """
    }

    private static func realTime(_ content: Content) -> HTML {
        guard content.audioSeconds > 0 else { return "" }
        let factor = content.totalSeconds / content.audioSeconds
        return Markup.fact(
            "Real-time factor",
            "\(Numbers.fixed(factor, factor < 0.1 ? 4 : factor < 1 ? 3 : 2))"
        )
    }

    private static func memory(_ content: Content) -> HTML {
        guard let bytes = content.peakMemoryBytes else { return "" }
        return Markup.fact("Peak memory", "\(Numbers.size(bytes: bytes))")
    }

    private static func notes(_ content: Content) -> HTML {
        var notes: HTML = ""
        if content.audioSeconds > 0 {
            notes += """
                 Real-time factor: seconds of computing by seconds of recording, over \
                \(Numbers.duration(seconds: content.audioSeconds)) of recordings; below 1 is faster than \
                they are heard (RTFx is its inverse).
                """
        }
        if content.peakMemoryBytes != nil {
            notes += " Peak memory is that of the whole run, with every model it ran in turn."
        }
        return notes
    }

    private static func rate(_ perSecond: Double) -> HTML {
        "\(Numbers.fixed(perSecond, perSecond < 10 ? 2 : perSecond < 100 ? 1 : 0))"
    }
}
