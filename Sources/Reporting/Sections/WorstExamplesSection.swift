import Domain
package import GRDB

/// The examples that the model answered worst, with what it was shown.
package enum WorstExamplesSection: ReportSection {
    package static let id = "worst"
    package static let title = "Worst examples"

    static let mostShown = 9
    /// Of a baseline, whose mistakes say nothing of any one example.
    static let mostShownOfBaselines = 3

    package struct Content: Sendable {
        let task: ReportedTask
        let metric: ReportedMetric
        let examples: [WorstExample]
        /// Scored examples that are not perfect.
        let imperfect: Int
        let scored: Int
        /// Why what was found in place of the target is not shown; nil if it is, or is of no concern.
        let searchNote: String?
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        guard let metric = try task.metrics.first(where: { try hasValues(db, metric: $0) }) else {
            return nil
        }
        let isImperfect = metric.higherIsBetter ? "score.value < 1" : "score.value > 0"
        let direction = metric.higherIsBetter ? "ASC" : "DESC"
        let counts = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS scored, coalesce(sum(\(isImperfect)), 0) AS imperfect
                FROM score WHERE metricID = ? AND value IS NOT NULL
                """,
            arguments: [metric.id]
        )
        // Surely wrong before hesitantly wrong: where scores tie, by the best label's score.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT example.id, example.key, example.split, example.text, example.mediaID,
                    example.targetKind, example.target, example.attributes,
                    prediction.answer, prediction.output, score.value,
                    json_extract(prediction.output, '$[0].score') AS confidence
                FROM score
                JOIN example ON example.id = score.exampleID
                JOIN taskPrediction ON taskPrediction.taskID = ?
                    AND taskPrediction.exampleID = score.exampleID AND taskPrediction.request = 0
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                WHERE score.metricID = ? AND \(isImperfect)
                ORDER BY score.value \(direction), confidence DESC, example.id
                LIMIT \(task.isBaseline ? mostShownOfBaselines : mostShown)
                """,
            arguments: [task.id, metric.id]
        )
        let share = media.bytesPerTask / mostShown / 2
        var examples = try rows.map { row in
            let medium = try (row["mediaID"] as Int64?).map {
                try media.show(db, medium: $0, within: share)
            }
            return WorstExample(row: row, medium: medium)
        }
        let search = RetrievedExamples(task: task, metric: metric)
        let searchNote = try search?.find(
            db,
            for: rows.map { $0["id"] },
            media: media,
            within: share
        ) { examples[$0].found = $1 }
        return Content(
            task: task,
            metric: metric,
            examples: examples,
            imperfect: counts?["imperfect"] ?? 0,
            scored: counts?["scored"] ?? 0,
            searchNote: searchNote
        )
    }

    /// Whether the metric says something of an example alone.
    private static func hasValues(_ db: Database, metric: ReportedMetric) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM score WHERE metricID = ? AND value IS NOT NULL)",
            arguments: [metric.id]
        ) ?? false
    }

    package static func render(_ content: Content) -> HTML {
        let metric = content.metric.title
        guard !content.examples.isEmpty else {
            return """
                <p>Every one of the \(Numbers.count(content.scored, "scored example")) is perfect by \
                \(metric).</p>

                """
        }
        let count = content.examples.count
        let shown =
            content.imperfect == count
            ? "all are shown" : content.task.isBaseline ? "\(count) are shown" : "the \(count) worst are shown"
        let note: HTML = content.searchNote.map { "<p class=\"note\">\($0)</p>\n" } ?? ""
        return """
            <p>By \(metric), \(Numbers.grouped(content.imperfect)) of \
            \(Numbers.count(content.scored, "scored example")) \
            \(content.imperfect == 1 ? "is" : "are") not perfect; \(shown).</p>
            \(note)\(content.examples.contains(where: WorstExampleCard.isTranscript)
                ? WorstExampleCard.legend : "")<div class="examples">
            \(content.examples.map { WorstExampleCard.render($0, metric: content.metric) })</div>

            """
    }
}
