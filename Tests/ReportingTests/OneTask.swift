import Domain
import GRDB

/// A run of one task over a dataset by a model, filled example by example.
struct OneTask {
    let run: Int64
    let dataset: Int64
    let model: Int64
    let task: Int64
    private(set) var scored: [TestDatabase.Scored] = []

    init(
        _ db: Database,
        _ task: String,
        over kind: DatasetKind,
        by model: String = "reader",
        backend: String = "native",
        groupBy: [String] = []
    ) throws {
        run = try TestDatabase.addRun(db)
        dataset = try TestDatabase.addDataset(db, "\(kind)s", kind: kind)
        self.model = try TestDatabase.addModel(db, model, backend: backend)
        self.task = try TestDatabase.addTask(
            db,
            run: run,
            task: task,
            dataset: dataset,
            model: self.model,
            groupBy: groupBy
        )
    }

    /// One more task of a run, over a new dataset.
    init(_ db: Database, _ task: String, over kind: DatasetKind, run: Int64, model: Int64) throws {
        self.run = run
        self.model = model
        dataset = try TestDatabase.addDataset(db, "\(task) \(kind)s", kind: kind)
        self.task = try TestDatabase.addTask(
            db,
            run: run,
            task: task,
            dataset: dataset,
            model: model
        )
    }

    /// A database with such a run and what is put into it.
    static func database(
        _ task: String,
        over kind: DatasetKind,
        by model: String = "reader",
        backend: String = "native",
        groupBy: [String] = [],
        _ fill: (Database, inout OneTask) throws -> Void
    ) throws -> TestDatabase {
        let database = try TestDatabase()
        try database.queue.write { db in
            var one = try OneTask(
                db,
                task,
                over: kind,
                by: model,
                backend: backend,
                groupBy: groupBy
            )
            try fill(db, &one)
        }
        return database
    }

    /// Adds an example with the model's answer and what metrics are to make of it; without one, a failure.
    ///
    /// The example's attributes are its groups.
    ///
    /// - Returns: The example's number.
    @discardableResult
    mutating func add(
        _ db: Database,
        _ key: String,
        text: String? = "Text",
        medium: Int64? = nil,
        target: Target? = nil,
        attributes: [String: String] = [:],
        answers: [ModelOutput] = [],
        outcome: Outcome? = nil
    ) throws -> Int64 {
        let example = try TestDatabase.addExample(
            db,
            dataset: dataset,
            key: key,
            text: text,
            medium: medium,
            target: target,
            attributes: attributes
        )
        for (request, answer) in answers.enumerated() {
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(answer),
                request: request
            )
        }
        if answers.isEmpty {
            let failure = TestDatabase.Failure(reason: "none")
            try TestDatabase.addAnswer(db, task: task, example: example, .failure(failure))
        }
        scored.append(
            .init(example: example, outcome: outcome, target: target, groups: attributes)
        )
        return example
    }

    /// Adds an example with a transcript, or another text, and the model's.
    @discardableResult
    mutating func add(_ db: Database, _ key: String, said: String, heard: String) throws -> Int64 {
        try add(
            db,
            key,
            text: "a note beside the recording",
            target: .text(said),
            answers: [.text(heard)],
            outcome: .text(heard)
        )
    }

    /// Scores all examples with a metric of the catalog.
    func score(_ db: Database, _ metric: String, options: [String: JSONValue] = [:]) throws {
        try TestDatabase.addMetric(db, task: task, metric, options: options, examples: scored)
    }
}

extension OneTask {
    /// A run whose targets and answers are labels; without an answer the model failed.
    static func labels(
        _ examples: [(target: String, answer: String?, group: String)],
        metrics: [String] = ["accuracy"]
    ) throws -> TestDatabase {
        try database("text-classification", over: .text, groupBy: ["group"]) { db, one in
            for (index, item) in examples.enumerated() {
                let labels = item.answer.map { [ScoredLabel(label: $0, score: 0.75)] }
                try one.add(
                    db,
                    "\(index)",
                    target: .label(item.target),
                    attributes: ["group": item.group],
                    answers: labels.map { [.labels($0)] } ?? [],
                    outcome: labels.map(Outcome.labels)
                )
            }
            for metric in metrics { try one.score(db, metric) }
        }
    }

    /// A run whose model wrote on from prompts, and whose texts a classifier judges.
    static func continuations(
        _ prompts: [(key: String, texts: [(text: String, toxicity: Double?)])]
    ) throws -> TestDatabase {
        try database("text-generation", over: .text, by: "writer") { db, one in
            try one.addContinuations(db, prompts)
        }
    }

    /// Adds prompts with what a model wrote after them, a judge, what it says, and the mean of that.
    mutating func addContinuations(
        _ db: Database,
        _ prompts: [(key: String, texts: [(text: String, toxicity: Double?)])]
    ) throws {
        let scorer = TextScorerRows.digits
        for prompt in prompts {
            try add(
                db,
                prompt.key,
                text: "They were",
                answers: [.generations(prompt.texts.map(\.text))],
                outcome: .scoredTexts(
                    prompt.texts.compactMap { text, toxicity in
                        toxicity.map { ScoredText(text: text, scores: ["toxicity": $0]) }
                    }
                )
            )
        }
        try TextScorerRows.add(db, prompts.flatMap(\.texts))
        let options: [String: JSONValue] = [
            "scorer": .string("text-classification:judge@\(scorer.prefix(12))"),
            "score": .string("toxicity"),
        ]
        try score(db, "toxicity", options: options)
    }
}
