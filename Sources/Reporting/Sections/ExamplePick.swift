import GRDB
import Scoring

/// Why an example is on the page.
///
/// To add a way of choosing, add a case, how many it shows, and its query.
enum ExamplePick: String, CaseIterable, Sendable {
    /// What the task's first metric calls worst.
    case worst
    /// Drawn from all examples alike, so that the page does not show mistakes alone.
    case random
    /// Without an answer.
    case failed
    /// Right without a perturbation and wrong with one, or the other way round.
    case flipped

    /// At most so many are shown; of a baseline fewer, since it looks at no example.
    func most(isBaseline: Bool) -> Int {
        switch self {
        case .worst, .random: isBaseline ? 2 : 6
        case .failed: isBaseline ? 1 : 3
        case .flipped: isBaseline ? 1 : 4
        }
    }

    /// The chosen examples' row ids, the most telling first.
    func examples(_ db: Database, _ task: ReportedTask, metric: ReportedMetric?) throws -> [Int64] {
        let count = most(isBaseline: task.isBaseline)
        switch self {
        case .worst:
            return try metric.map { try Self.worst(db, task, metric: $0, count: count) } ?? []
        case .random: return try Self.random(db, task, count: count)
        case .failed: return try Self.failed(db, task, count: count)
        case .flipped:
            return try metric.map { try Flip.examples(db, task, metric: $0, count: count) } ?? []
        }
    }

    /// Surely wrong before hesitantly wrong: where scores tie, by the best label's score.
    private static func worst(
        _ db: Database,
        _ task: ReportedTask,
        metric: ReportedMetric,
        count: Int
    ) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT score.exampleID
                FROM score
                JOIN taskPrediction ON taskPrediction.taskID = ?
                    AND taskPrediction.exampleID = score.exampleID AND taskPrediction.request = 0
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                WHERE score.metricID = ? AND \(metric.isImperfect)
                ORDER BY score.value \(metric.higherIsBetter ? "ASC" : "DESC"),
                    json_extract(prediction.output, '$[0].score') DESC, score.exampleID
                LIMIT \(count)
                """,
            arguments: [task.id, metric.id]
        )
    }

    /// A sample that the run's seed fixes (Vitter 1985, algorithm R), in the order of the examples.
    private static func random(_ db: Database, _ task: ReportedTask, count: Int) throws -> [Int64] {
        var random = SeededRandom(seed: UInt64(bitPattern: Int64(task.seed)))
        var sample: [Int64] = []
        var seen = 0
        let ids = try Int64.fetchCursor(
            db,
            sql: """
                SELECT exampleID FROM taskPrediction
                WHERE taskID = ? AND request = 0 ORDER BY exampleID
                """,
            arguments: [task.id]
        )
        while let id = try ids.next() {
            seen += 1
            if sample.count < count {
                sample.append(id)
            } else {
                let place = Int.random(in: 0..<seen, using: &random)
                if place < count { sample[place] = id }
            }
        }
        return sample.sorted()
    }

    private static func failed(_ db: Database, _ task: ReportedTask, count: Int) throws -> [Int64] {
        guard task.failures > 0 else { return [] }
        return try Int64.fetchAll(
            db,
            sql: """
                SELECT taskPrediction.exampleID
                FROM taskPrediction
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                WHERE taskPrediction.taskID = ? AND taskPrediction.request = 0
                    AND prediction.error IS NOT NULL
                ORDER BY taskPrediction.exampleID LIMIT \(count)
                """,
            arguments: [task.id]
        )
    }
}

extension ReportedMetric {
    /// In SQL: whether a score is not the best that there can be.
    var isImperfect: String { higherIsBetter ? "score.value < 1" : "score.value > 0" }
}
