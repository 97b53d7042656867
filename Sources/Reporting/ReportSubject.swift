import Domain
package import GRDB

/// What a report is about: one run or several, side by side.
package struct ReportSubject: Sendable, Equatable {
    /// At least one, in the order in which they were asked for.
    package let runs: [ReportedRun]
    /// The tasks of all runs, in the order of the runs and of their suites.
    package let tasks: [ReportedTask]
    /// What a page may take; figures for scripts take what they need.
    package let mostBytes: Int

    /// As much as every browser opens at once.
    package static let usualBytes = 10_000_000

    /// Whether tasks must say which run they are of.
    var hasSeveralRuns: Bool { runs.count > 1 }

    /// Reads what the runs consist of.
    ///
    /// - Parameters:
    ///   - db: The database.
    ///   - ids: The runs' numbers; the latest run if empty. Repeated ones count once.
    ///   - mostBytes: What a page may take.
    /// - Throws: ``ReportingError/noRuns``, ``ReportingError/unknownRun(_:known:)``.
    package init(
        _ db: Database,
        runs ids: [Int64] = [],
        mostBytes: Int = ReportSubject.usualBytes
    ) throws {
        self.mostBytes = mostBytes
        let known = try Int64.fetchAll(db, sql: "SELECT id FROM run ORDER BY id")
        guard !known.isEmpty else { throw ReportingError.noRuns }
        var wanted: [Int64] = []
        for id in ids where !wanted.contains(id) {
            guard known.contains(id) else {
                throw ReportingError.unknownRun(id, known: known)
            }
            wanted.append(id)
        }
        if wanted.isEmpty {
            wanted = try Int64.fetchAll(
                db,
                sql:
                    "SELECT id FROM run ORDER BY coalesce(finishedAt, startedAt) DESC, id DESC LIMIT 1"
            )
        }
        runs = try wanted.compactMap { try ReportedRun(db, id: $0) }
        let hasSeveralRuns = runs.count > 1
        tasks = try runs.flatMap { run in
            try ReportedTask.all(db, run: run, namesRun: hasSeveralRuns)
        }
    }

    /// A name for the report's file, without folder and extension, such as `quickstart-3`.
    ///
    /// What a file system might not take is replaced by `-`.
    package var fileName: String {
        let name = Self.safe(runs.first?.suite ?? "report")
        return ([name] + runs.map { String($0.id) }).joined(separator: "-")
    }

    /// A name of data as a part of a file's name.
    static func safe(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.prefix(80).map { scalar in
                    switch scalar {
                    case "a"..."z", "A"..."Z", "0"..."9", "_": scalar
                    default: "-"
                    }
                }
            )
        )
    }

    /// The same runs with some of their tasks.
    func with(_ tasks: [ReportedTask]) -> ReportSubject {
        ReportSubject(runs: runs, tasks: tasks, mostBytes: mostBytes)
    }

    private init(runs: [ReportedRun], tasks: [ReportedTask], mostBytes: Int) {
        self.runs = runs
        self.tasks = tasks
        self.mostBytes = mostBytes
    }

    /// The numbers of the datasets that the tasks use, each once.
    var datasetIDs: [Int64] { Set(tasks.map(\.datasetID)).sorted() }

    /// The numbers of the models that answered, each once.
    var modelIDs: [Int64] { Set(tasks.map(\.modelID)).sorted() }
}

/// A run of a suite.
package struct ReportedRun: Sendable, Equatable {
    package let id: Int64
    package let suite: String
    package let suiteVersion: String
    package let suiteYAML: String
    package let suiteDigest: String
    package let digest: String
    package let status: String
    package let seed: Int
    /// A JSON object in text.
    package let manifest: String
    package let startedAt: String
    package let finishedAt: String?

    /// How many samples each bootstrap drew: as the manifest says, else as every version has done.
    var replicates: String {
        let stated = (try? JSONValue(parsing: manifest))?["bootstrapReplicates"]?.integer
        return Numbers.grouped(stated ?? 1000)
    }

    /// Nil if there is no such run.
    init?(_ db: Database, id: Int64) throws {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT run.*, suite.name AS suite, suite.version AS suiteVersion,
                    suite.yaml AS suiteYAML, suite.digest AS suiteDigest
                FROM run JOIN suite ON suite.id = run.suiteID WHERE run.id = ?
                """,
            arguments: [id]
        )
        guard let row else { return nil }
        self.id = row["id"]
        suite = row["suite"]
        suiteVersion = row["suiteVersion"]
        suiteYAML = row["suiteYAML"]
        suiteDigest = row["suiteDigest"]
        digest = row["digest"]
        status = row["status"]
        seed = row["seed"]
        manifest = row["manifest"]
        startedAt = row["startedAt"]
        finishedAt = row["finishedAt"]
    }
}
