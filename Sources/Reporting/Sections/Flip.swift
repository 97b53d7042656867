import GRDB

/// How an answer turned out otherwise for one example with and without a perturbation.
struct Flip: Sendable, Equatable {
    /// In words: "under gaussian_noise (severity 3)", "without perturbation".
    let condition: String
    /// What was answered there; nil for no answer.
    let answer: String?
    /// Whether it was right there.
    let isRight: Bool

    private static let mostShown = 3

    /// A task that asks the same with or without a perturbation, and its metric that is the same.
    private struct Other {
        let task: Int64
        let metric: Int64
        let perturbation: String?
    }

    /// In the order of the tasks; none for metrics that call no answer right.
    private static func others(_ db: Database, _ task: ReportedTask, _ metric: ReportedMetric)
        throws
        -> [Other]
    {
        guard ShownExample.Outcome(1, error: nil, metric: metric) != nil else { return [] }
        return try Row.fetchAll(
            db,
            sql: """
                SELECT other.id AS task, other.perturbation, metric.id AS metric
                FROM task AS other
                JOIN metric AS own ON own.id = :metric
                JOIN metric ON metric.taskID = other.id AND metric.name = own.name
                    AND metric.options = own.options AND metric.supersededBy IS NULL
                WHERE (other.baseTaskID = :task AND other.perturbation IS NOT NULL)
                    OR other.id = :base
                ORDER BY other.position
                """,
            arguments: [
                "task": task.id, "metric": metric.id,
                // A repeat with another seed also has a base; it is no perturbation.
                "base": task.perturbation == nil ? nil : task.baseID,
            ]
        ).map { Other(task: $0["task"], metric: $0["metric"], perturbation: $0["perturbation"]) }
    }

    /// In SQL: whether a score is the best that there can be.
    private static func isBest(_ score: String, by metric: ReportedMetric) -> String {
        metric.higherIsBetter ? "(\(score).value >= 1)" : "(\(score).value <= 0)"
    }

    /// Examples that are right with and wrong without a perturbation, or the other way round, those first
    /// that flipped the most often.
    static func examples(
        _ db: Database,
        _ task: ReportedTask,
        metric: ReportedMetric,
        count: Int
    ) throws -> [Int64] {
        let metrics = try others(db, task, metric).map { String($0.metric) }
        guard !metrics.isEmpty else { return [] }
        return try Int64.fetchAll(
            db,
            sql: """
                SELECT score.exampleID FROM score
                JOIN score AS own ON own.metricID = ? AND own.exampleID = score.exampleID
                WHERE score.metricID IN (\(metrics.joined(separator: ", ")))
                    AND \(isBest("own", by: metric)) <> \(isBest("score", by: metric))
                GROUP BY score.exampleID ORDER BY count(*) DESC, score.exampleID LIMIT \(count)
                """,
            arguments: [metric.id]
        )
    }

    /// Where one example turned out otherwise, in the order of the tasks.
    static func all(
        _ db: Database,
        of example: Int64,
        _ task: ReportedTask,
        metric: ReportedMetric?
    ) throws -> [Flip] {
        guard let metric else { return [] }
        var flips: [Flip] = []
        for other in try others(db, task, metric) where flips.count < mostShown {
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT \(isBest("score", by: metric)) AS isRight, prediction.answer
                    FROM score
                    JOIN score AS own ON own.metricID = ? AND own.exampleID = score.exampleID
                    JOIN taskPrediction ON taskPrediction.taskID = ?
                        AND taskPrediction.exampleID = score.exampleID AND taskPrediction.request = 0
                    JOIN prediction ON prediction.id = taskPrediction.predictionID
                    WHERE score.metricID = ? AND score.exampleID = ?
                        AND \(isBest("own", by: metric)) <> \(isBest("score", by: metric))
                    """,
                arguments: [metric.id, other.task, other.metric, example]
            )
            guard let row else { continue }
            let perturbation = ReportedTask.written(other.perturbation)
            flips.append(
                Flip(
                    condition: perturbation.map { "under \($0)" } ?? "without perturbation",
                    answer: row["answer"],
                    isRight: row["isRight"]
                )
            )
        }
        return flips
    }
}

/// How they look below an example's own answer.
enum FlipView {
    static func render(_ flips: [Flip]) -> HTML {
        guard !flips.isEmpty else { return "" }
        let items = flips.map { flip -> HTML in
            let answer: HTML =
                flip.answer.map { $0.isEmpty ? "<em>empty</em>" : Markup.data($0, limit: 160) }
                ?? "no answer"
            let outcome: HTML = flip.isRight ? "right" : "wrong"
            return """
                <li>\(Markup.data(flip.condition, limit: 120)): \(answer) \
                <span class="tag \(outcome)">\(outcome)</span></li>
                """
        }
        return "<ul class=\"flips\">\(items)</ul>"
    }
}
