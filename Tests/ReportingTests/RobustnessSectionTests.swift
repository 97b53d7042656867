import Domain
import GRDB
import Testing

@testable import Reporting

/// Figures of perturbations, as the scorer stores them.
enum RobustnessRows {
    static let noise = PerturbationIdentity(
        name: "gaussian_noise",
        version: 1,
        options: ["severity": .integer(2)],
        seed: 7
    )

    /// Makes a task the repeat of another under noise.
    static func make(_ task: Int64, repeat base: Int64, severity: Int, _ db: Database) throws {
        let noise = PerturbationIdentity(
            name: noise.name,
            version: 1,
            options: ["severity": .integer(severity)],
            seed: 7
        )
        try db.execute(
            sql: "UPDATE task SET baseTaskID = ?, perturbation = ? WHERE id = ?",
            arguments: [base, noise.json.text, task]
        )
    }

    /// Adds them to the first metric of a task.
    static func add(_ db: Database, task: Int64) throws {
        let metric = try Int64.fetchOne(
            db,
            sql: "SELECT id FROM metric WHERE taskID = ? ORDER BY position",
            arguments: [task]
        )
        for (statistic, group, value) in [
            ("drop", noise.written, 0.125), ("mean_drop", "", 0.125),
            ("worst_perturbation", "", 0.625), ("worst_case", "", 0.5),
        ] {
            try TestDatabase.insert(
                db,
                "figure",
                [
                    "metricID": metric, "statistic": statistic, "groupAttribute": "perturbation",
                    "groupValue": group, "value": value, "lower": value - 0.0625,
                    "upper": value + 0.0625, "method": "pairedBootstrap", "count": 64,
                    "failures": 2,
                ]
            )
        }
    }
}

@Suite struct RobustnessSectionTests {
    /// A task, and the same under noise.
    private static func database() throws -> TestDatabase {
        let database = try TestDatabase()
        try database.queue.write { db in
            let run = try TestDatabase.addRun(db)
            let dataset = try TestDatabase.addDataset(db, "pictures", kind: .image)
            let model = try TestDatabase.addModel(db, "vit", backend: "native")
            var tasks: [Int64] = []
            for value in [0.75, 0.625] {
                let task = try TestDatabase.addTask(
                    db,
                    run: run,
                    task: "image-classification",
                    dataset: dataset,
                    model: model
                )
                let metric = try TestDatabase.insert(
                    db,
                    "metric",
                    [
                        "taskID": task, "position": 0, "name": "accuracy", "higherIsBetter": true,
                        "isShare": true,
                    ]
                )
                try TestDatabase.insert(
                    db,
                    "figure",
                    ["metricID": metric, "value": value, "count": 64, "failures": 0]
                )
                tasks.append(task)
            }
            try RobustnessRows.make(tasks[1], repeat: tasks[0], severity: 2, db)
            try RobustnessRows.add(db, task: tasks[0])
        }
        return database
    }

    private static func body(_ db: Database, _ task: ReportedTask) throws -> String {
        try #require(try RobustnessSection.body(db, task, media: MediaShelf(tasks: 2))).text
    }

    @Test func `The base task has a table of drops`() throws {
        try Self.database().queue.read { db in
            let tasks = try ReportSubject(db).tasks
            #expect(tasks.map(\.perturbation) == [nil, "gaussian_noise (severity 2)"])
            #expect(tasks[0].question != tasks[1].question)
            let text = try Self.body(db, tasks[0])
            #expect(text.contains("gaussian_noise (severity 2)"))
            #expect(text.contains("href=\"#task-\(tasks[1].id)\""))
            #expect(text.contains("12.5 points") && text.contains("6.3 – 18.8"))
            #expect(text.contains("62.5") && text.contains("75.0"))
            for name in ["Mean drop", "Worst perturbation", "Worst case"] {
                #expect(text.contains(name))
            }
        }
    }

    @Test func `The perturbed task leads to its base`() throws {
        try Self.database().queue.read { db in
            let tasks = try ReportSubject(db).tasks
            let text = try Self.body(db, tasks[1])
            #expect(text.contains("gaussian_noise (severity 2)"))
            #expect(text.contains("href=\"#task-\(tasks[0].id)\""))
        }
    }

    @Test func `Formats for scripts have drops and tell tasks apart`() throws {
        try Self.database().queue.read { db in
            let subject = try ReportSubject(db)
            let csv = try CSVReport.write(db, subject).split(separator: "\r\n")
            #expect(csv.count == 7 && csv[0].hasSuffix("higher_is_better,perturbation"))
            #expect(csv[2].contains(",drop,") && csv[2].hasSuffix(",true,"))
            #expect(
                csv[6].contains(",value,") && csv[6].hasSuffix(",true,gaussian_noise (severity 2)")
            )
            let json = try JSONValue(parsing: JSONReport.write(db, subject))
            let tasks = try #require(json["runs"]?.array?.first?["tasks"]?.array)
            #expect(
                tasks.map { $0["perturbation"]?.string } == [nil, "gaussian_noise (severity 2)"]
            )
            let statistics = tasks[0]["metrics"]?.array?.first?["statistics"]?.array
            #expect(statistics?.compactMap { $0["statistic"]?.string }.first == "drop")
            #expect(statistics?.first?["value"]?.number == 0.125)
            #expect(
                try MarkdownReport.write(db, subject).contains("| Statistic | Attribute | Group |")
            )
        }
    }

    @Test func `Other sections do not take drops for values or groups`() throws {
        try Self.database().queue.read { db in
            let task = try #require(try ReportSubject(db).tasks.first)
            #expect(task.metrics.map(\.overall?.value) == [0.75])
            let groups = try GroupsSection.load(db, task, media: MediaShelf(tasks: 1))
            #expect(groups == nil)
            var statistics: [String] = []
            try FigureRow.each(db, ReportSubject(db)) { statistics.append($0.statistic) }
            #expect(
                statistics == [
                    "value", "drop", "mean_drop", "worst_case", "worst_perturbation", "value",
                ]
            )
        }
    }
}
