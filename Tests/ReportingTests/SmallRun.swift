import Domain
import GRDB

/// Six texts with two labels, one failure, one undefined group: small enough to read the page's
/// source.
enum SmallRun {
    static func add(_ db: Database, again: Bool = false) throws {
        let run = try TestDatabase.addRun(db, suite: "small")
        let dataset =
            try again
            ? Int64.fetchOne(db, sql: "SELECT id FROM dataset") ?? 0
            : TestDatabase.addDataset(db, "reviews", kind: .text, examples: 6)
        let model =
            try again
            ? Int64.fetchOne(db, sql: "SELECT id FROM model") ?? 0
            : TestDatabase.addModel(db, "reader", backend: "command")
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "text-classification",
            dataset: dataset,
            model: model,
            groupBy: ["source"]
        )
        let answers: [(target: String, answer: String?, source: String)] = [
            ("good", "good", "web"), ("good", "bad", "web"), ("bad", "bad", "print"),
            ("bad", "bad", "print"), ("good", "good", "print"), ("bad", nil, "radio"),
        ]
        var scored: [TestDatabase.Scored] = []
        for (index, item) in answers.enumerated() {
            let key = "review-\(index)"
            let found = "SELECT id FROM example WHERE key = ?"
            let example =
                try Int64.fetchOne(db, sql: found, arguments: [key])
                ?? TestDatabase.addExample(
                    db,
                    dataset: dataset,
                    key: key,
                    text: "Review number \(index)",
                    target: .label(item.target),
                    attributes: ["source": item.source]
                )
            let labels = item.answer.map { [ScoredLabel(label: $0, score: 0.75)] }
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                labels.map { .success(.labels($0)) } ?? .failure(.init(reason: "it stopped")),
                latencySeconds: 0.25
            )
            scored.append(
                TestDatabase.Scored(
                    example: example,
                    outcome: labels.map(Outcome.labels),
                    target: .label(item.target),
                    groups: ["source": item.source]
                )
            )
        }
        try TestDatabase.addMetric(db, task: task, "accuracy", examples: scored)
        try TestDatabase.addMetric(
            db,
            task: task,
            "top_k_accuracy",
            options: ["k": .integer(5)],
            examples: scored
        )
    }
}
