import Domain
import Foundation
import GRDB
import Scoring
import Storage

@testable import Comparisons
@testable import Reporting

/// A database in a file, as the comparer opens one, that goes with the value.
final class ComparedRuns {
    let store: Store
    private let folder: URL

    init(_ fill: (Database) throws -> Void) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("compared.sqlite").path
        try TestDatabase(path: path).queue.write(fill)
        store = try Store.open(path, mode: .readOnly)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The comparison of two sides as the command names them.
    func comparison(
        _ first: String,
        _ second: String,
        change: (inout ComparisonOptions) -> Void = { _ in }
    ) throws -> Comparison {
        guard let first = ComparedName(first), let second = ComparedName(second) else {
            throw ComparisonError.nothing(reason: "no names of sides")
        }
        let sides = try ComparedModel.sides(first, second, in: store)
        var options = ComparisonOptions()
        options.replicates = 500
        options.flips = HTMLComparison.usualFlips
        change(&options)
        return try Comparer(
            store: store,
            spokenAnswers: NoSpokenAnswers(),
            options: options
        )
        .compare(sides.first, sides.second)
    }

    func write(
        _ comparison: Comparison,
        as format: any ComparisonFormat.Type = HTMLComparison.self,
        mostBytes: Int = ReportSubject.usualBytes
    ) throws -> String {
        try ComparisonReport(of: comparison, in: store, as: format, mostBytes: mostBytes).text
    }

    /// Hands over what the sections of a comparison take.
    func read<T>(
        _ comparison: Comparison,
        _ body: (Database, ComparisonSubject) throws -> T
    ) throws -> T {
        try store.reader.read { db in try body(db, try ComparisonSubject(db, comparison)) }
    }
}

/// Transcripts are not aligned in these tests.
struct NoSpokenAnswers: SpokenAnswerReader {
    func spokenAnswers(of task: TaskRecord) -> [Int64: SpokenAnswer] { [:] }
}

/// Two models over the same texts and recordings, small enough to read the page's source.
enum SmallComparison {
    /// In turn the target, what the first and the second answer, nil for a failure, and a group.
    static let reviews: [(target: String, first: String?, second: String?, source: String)] = [
        ("good", "good", "good", "web"), ("good", "bad", "good", "web"),
        ("bad", "bad", "good", "print"), ("bad", "bad", "good", "print"),
        ("good", "good", "bad", "print"), ("bad", "bad", "bad", "web"),
        ("bad", nil, "bad", "radio"), ("good", "good", nil, "radio"),
    ]
    static let utterances = [
        ("open the door", "open the door", "open a door"),
        ("close the window", "clothes the window", "close the window"),
        ("turn left", "turn left", "turn left"),
    ]

    static func make() throws -> ComparedRuns { try ComparedRuns { try add($0) } }

    /// Adds a run; another one asks the same models about the same examples again.
    ///
    /// - Parameters:
    ///   - db: The database.
    ///   - secondHears: Whether the second model has an answer to any recording.
    /// - Throws: GRDB's errors.
    static func add(_ db: Database, secondHears: Bool = true) throws {
        let run = try TestDatabase.addRun(
            db,
            suite: "small",
            manifest: .object(["assay": .string("0.1.0"), "threads": .integer(2)])
        )
        let texts = try dataset(db, "reviews", kind: .text, examples: 8)
        let speech = try dataset(db, "commands", kind: .speech, examples: 3)
        let reader = try model(db, "reader", backend: "native")
        let majority = try model(db, "majority", backend: "baseline")
        let reviewIDs = try reviews.indices.map { index in
            try example(
                db,
                dataset: texts,
                key: "review-\(index)",
                text: "Review number \(index)",
                target: .label(reviews[index].target),
                attributes: ["source": reviews[index].source]
            )
        }
        let utteranceIDs = try utterances.indices.map { index in
            try example(
                db,
                dataset: speech,
                key: "command-\(index)",
                text: "a recording that is not at hand",
                target: .text(utterances[index].0),
                attributes: [:]
            )
        }
        for (model, isFirst) in [(reader, true), (majority, false)] {
            let answers = reviews.map { isFirst ? $0.first : $0.second }
            let base = try addReviews(db, run, texts, model, reviewIDs, answers)
            // Every answer the same: perturbed, and without anything that flipped.
            let perturbed = try addReviews(
                db,
                run,
                texts,
                model,
                reviewIDs,
                reviews.map { _ in "bad" }
            )
            try db.execute(
                sql:
                    "UPDATE task SET perturbation = ?, baseTaskID = ?, groupBy = '[]' WHERE id = ?",
                arguments: [
                    """
                    {"name":"typos","options":{"severity":3},"seed":0,"version":1}
                    """, base, perturbed,
                ]
            )
            try addCommands(
                db,
                run,
                speech,
                model,
                utteranceIDs,
                utterances.map { isFirst ? $0.1 : secondHears ? $0.2 : nil }
            )
        }
        _ = try TestDatabase.addTask(
            db,
            run: run,
            task: "text-classification",
            dataset: texts,
            model: reader,
            split: "validation"
        )
    }

    private static func addReviews(
        _ db: Database,
        _ run: Int64,
        _ dataset: Int64,
        _ model: Int64,
        _ examples: [Int64],
        _ answers: [String?]
    ) throws -> Int64 {
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "text-classification",
            dataset: dataset,
            model: model,
            groupBy: ["source"]
        )
        let scored = try examples.indices.map { index in
            let labels = answers[index].map { [ScoredLabel(label: $0, score: 0.75)] }
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: examples[index],
                labels.map { .success(.labels($0)) } ?? .failure(.init(reason: "it stopped"))
            )
            return TestDatabase.Scored(
                example: examples[index],
                outcome: labels.map(Outcome.labels),
                target: .label(reviews[index].target),
                groups: ["source": reviews[index].source]
            )
        }
        for metric in ["accuracy", "f1"] {
            try TestDatabase.addMetric(db, task: task, metric, examples: scored)
        }
        return task
    }

    private static func addCommands(
        _ db: Database,
        _ run: Int64,
        _ dataset: Int64,
        _ model: Int64,
        _ examples: [Int64],
        _ answers: [String?]
    ) throws {
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "automatic-speech-recognition",
            dataset: dataset,
            model: model
        )
        let scored = try examples.indices.map { index in
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: examples[index],
                answers[index].map { .success(.text($0)) } ?? .failure(.init(reason: "it stopped"))
            )
            return TestDatabase.Scored(
                example: examples[index],
                outcome: answers[index].map(Outcome.text),
                target: .text(utterances[index].0)
            )
        }
        try TestDatabase.addMetric(db, task: task, "word_error_rate", examples: scored)
    }

    // MARK: - What is there, or made

    private static func dataset(_ db: Database, _ name: String, kind: DatasetKind, examples: Int)
        throws -> Int64
    {
        let sql = "SELECT id FROM dataset WHERE name = ?"
        return try Int64.fetchOne(db, sql: sql, arguments: [name])
            ?? TestDatabase.addDataset(db, name, kind: kind, examples: examples)
    }

    private static func model(_ db: Database, _ name: String, backend: String) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT id FROM model WHERE name = ?", arguments: [name])
            ?? TestDatabase.addModel(db, name, backend: backend)
    }

    private static func example(
        _ db: Database,
        dataset: Int64,
        key: String,
        text: String,
        target: Target,
        attributes: [String: String]
    ) throws -> Int64 {
        let sql = "SELECT id FROM example WHERE datasetID = ? AND key = ?"
        return try Int64.fetchOne(db, sql: sql, arguments: [dataset, key])
            ?? TestDatabase.addExample(
                db,
                dataset: dataset,
                key: key,
                text: text,
                target: target,
                attributes: attributes
            )
    }
}
