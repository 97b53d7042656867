import Domain
import GRDB
import Scoring

/// An example as the page shows it: what the model was asked, what it should have said, what it said.
struct ShownExample: Sendable {
    let id: Int64
    /// Why it was chosen to be shown; never empty.
    let picks: [ExamplePick]
    let key: String
    let split: String
    let text: String?
    let medium: ShownMedium?
    let target: Target?
    let answer: String?
    /// Why there is no answer; nil where there is one.
    let error: String?
    /// What a search found in place of what it should have; nil for other tasks.
    var found: Retrieved?
    /// Where its answer turned out otherwise, with or without a perturbation.
    let flips: [Flip]
    /// What was written after a prompt, where a text scorer judges it; nil for other tasks.
    let continuations: Continuations?
    /// The best label's score; nil for answers without scores.
    let confidence: Double?
    /// The cells that a table answer selected: row and column from 0.
    let coordinates: [[Int]]
    /// By the task's first metric that says something of one example; nil where it says nothing of this one.
    let value: Double?
    let outcome: Outcome?
    /// Sorted by name.
    let attributes: [(name: String, value: String)]

    /// How an answer turned out, by metrics that hold it against what is right.
    enum Outcome: String, Sendable {
        case right, partly, wrong, failed

        /// Nil where the metric has no value, or none that is right: of likelihoods, of what a text scorer
        /// says, of choices between groups.
        init?(_ value: Double?, error: String?, metric: ReportedMetric?) {
            if error != nil {
                self = .failed
                return
            }
            guard let value, let metric, metric.isShare, metric.options["scorer"] == nil,
                (try? metricCatalog(metric.name))?.unbiasedValue == nil
            else { return nil }
            let goodness = metric.higherIsBetter ? value : 1 - value
            self = goodness >= 1 ? .right : goodness <= 0 ? .wrong : .partly
        }

        /// For people.
        var word: String { self == .partly ? "partly right" : rawValue }
    }

    /// Reads the task's first request of the example; nil if there is none.
    ///
    /// Without a shelf it has no medium.
    static func load(
        _ db: Database,
        _ id: Int64,
        picks: [ExamplePick],
        task: ReportedTask,
        metric: ReportedMetric?,
        media: MediaShelf?,
        within bytes: Int
    ) throws -> ShownExample? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT example.id, example.key, example.split, example.text, example.mediaID,
                    example.targetKind, example.target, example.attributes,
                    prediction.answer, prediction.output, prediction.error, score.value,
                    json_extract(prediction.output, '$[0].score') AS confidence
                FROM taskPrediction
                JOIN example ON example.id = taskPrediction.exampleID
                JOIN prediction ON prediction.id = taskPrediction.predictionID
                LEFT JOIN score ON score.metricID = ? AND score.exampleID = example.id
                WHERE taskPrediction.taskID = ? AND taskPrediction.exampleID = ?
                    AND taskPrediction.request = 0
                """,
            arguments: [metric?.id, task.id, id]
        )
        return try row.map { row in
            let medium = try (row["mediaID"] as Int64?).flatMap {
                try media?.show(db, medium: $0, within: bytes)
            }
            let output = (row["output"] as String?).flatMap { try? JSONValue(parsing: $0) }
            return ShownExample(
                row: row,
                medium: medium,
                output: output,
                continuations: try Continuations(db, output, of: task),
                flips: try Flip.all(db, of: id, task, metric: metric),
                picks: picks,
                metric: metric
            )
        }
    }

    private init(
        row: Row,
        medium: ShownMedium?,
        output: JSONValue?,
        continuations: Continuations?,
        flips: [Flip],
        picks: [ExamplePick],
        metric: ReportedMetric?
    ) {
        id = row["id"]
        self.picks = picks
        key = row["key"]
        split = row["split"]
        text = row["text"]
        self.medium = medium
        let kind = (row["targetKind"] as String?).flatMap(Target.Kind.init(rawValue:))
        if let kind, let stored = row["target"] as String? {
            // Answers that are not in their stored shape are shown as they are.
            target = (try? Target(kind: kind, stored: stored)) ?? .text(stored)
        } else {
            target = nil
        }
        answer = row["answer"]
        error = row["error"]
        found = nil
        confidence = row["confidence"] as Double?
        self.continuations = continuations
        self.flips = flips
        coordinates =
            output?["coordinates"]?.array?.map { pair in
                pair.array?.compactMap(\.integer) ?? []
            } ?? []
        value = row["value"]
        outcome = Outcome(value, error: error, metric: metric)
        let stored: String = row["attributes"]
        let members = (try? JSONValue(parsing: stored))?.object ?? [:]
        attributes = members.sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value.plain) }
    }
}
