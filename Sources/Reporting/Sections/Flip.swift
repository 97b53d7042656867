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

    /// The tasks that ask the same with or without perturbations, and their scores by the same metric, beside
    /// the task's own scores (`own`).
    private static func otherScores(_ metric: ReportedMetric) -> String {
        let best = metric.higherIsBetter ? "value >= 1" : "value <= 0"
        return """
            FROM task AS other
            JOIN metric AS first ON first.id = :metric
            JOIN metric ON metric.taskID = other.id AND metric.name = first.name
                AND metric.options = first.options AND metric.supersededBy IS NULL
            JOIN score ON score.metricID = metric.id
            JOIN score AS own ON own.metricID = :metric AND own.exampleID = score.exampleID
            WHERE ((other.baseTaskID = :task AND other.perturbation IS NOT NULL) OR other.id = :base)
                AND (own.\(best)) <> (score.\(best))
            """
    }

    private static func arguments(_ task: ReportedTask, _ metric: ReportedMetric)
        -> StatementArguments
    {
        // A repeat with another seed also has a base; it is no perturbation.
        [
            "task": task.id, "metric": metric.id,
            "base": task.perturbation == nil ? nil : task.baseID,
        ]
    }

    /// Whether an answer can flip: by metrics that call one right.
    private static func canTell(_ metric: ReportedMetric) -> Bool {
        ShownExample.Outcome(1, error: nil, metric: metric) != nil
    }

    /// Examples that are right with and wrong without a perturbation, or the other way round, those first
    /// that flipped the most often.
    static func examples(
        _ db: Database,
        _ task: ReportedTask,
        metric: ReportedMetric,
        count: Int
    ) throws -> [Int64] {
        guard canTell(metric) else { return [] }
        return try Int64.fetchAll(
            db,
            sql: """
                SELECT score.exampleID \(otherScores(metric))
                GROUP BY score.exampleID ORDER BY count(*) DESC, score.exampleID LIMIT \(count)
                """,
            arguments: arguments(task, metric)
        )
    }

    /// Where one example turned out otherwise, in the order of the tasks.
    static func all(
        _ db: Database,
        of example: Int64,
        _ task: ReportedTask,
        metric: ReportedMetric?
    )
        throws -> [Flip]
    {
        guard let metric, canTell(metric) else { return [] }
        let best = metric.higherIsBetter ? "score.value >= 1" : "score.value <= 0"
        return try Row.fetchAll(
            db,
            sql: """
                SELECT other.perturbation, \(best) AS isRight,
                    (SELECT prediction.answer FROM taskPrediction
                     JOIN prediction ON prediction.id = taskPrediction.predictionID
                     WHERE taskPrediction.taskID = other.id AND taskPrediction.request = 0
                         AND taskPrediction.exampleID = score.exampleID) AS answer
                \(otherScores(metric)) AND score.exampleID = :example
                ORDER BY other.position LIMIT \(mostShown)
                """,
            arguments: arguments(task, metric) + ["example": example]
        ).map { row in
            let perturbation = ReportedTask.written(row["perturbation"])
            return Flip(
                condition: perturbation.map { "under \($0)" } ?? "without perturbation",
                answer: row["answer"],
                isRight: row["isRight"]
            )
        }
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
