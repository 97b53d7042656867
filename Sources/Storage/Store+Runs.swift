package import Digests
package import Domain
import GRDB

extension Store {
    /// The row id of the model with that digest, which is made if it is new.
    ///
    /// The digest is of everything that the model consists of: equal digests are one model. The name
    /// is what it is called here, kept only for the first one of a digest.
    package func registerModel(
        digest: SHA256Digest,
        name: String,
        backend: String,
        identity: JSONValue
    ) throws -> Int64 {
        try register(
            "SELECT id FROM model WHERE digest = ?",
            digest.hexadecimal,
            """
            INSERT OR IGNORE INTO model (digest, name, backend, identity, createdAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [digest.hexadecimal, name, backend, identity.text, timestamp()]
        )
    }

    /// The row id of a task's decoding options.
    package func registerDecoding(task: String, options: [String: JSONValue]) throws -> Int64 {
        let options = JSONValue.object(options).text
        var hasher = SHA256Hasher()
        hasher.update(field: task)
        hasher.update(field: options)
        let digest = hasher.finish().hexadecimal
        return try register(
            "SELECT id FROM decoding WHERE digest = ?",
            digest,
            "INSERT OR IGNORE INTO decoding (digest, task, options) VALUES (?, ?, ?)",
            [digest, task, options]
        )
    }

    private func register(
        _ find: String,
        _ digest: String,
        _ insert: String,
        _ values: StatementArguments
    ) throws -> Int64 {
        if let id = try read({ try Int64.fetchOne($0, sql: find, arguments: [digest]) }) {
            return id
        }
        let id = try write { db in
            try db.execute(sql: insert, arguments: values)
            return try Int64.fetchOne(db, sql: find, arguments: [digest])
        }
        guard let id else {
            throw DatabaseError(message: "a row that was just inserted is not there: \(find)")
        }
        return id
    }

    /// Makes a run, or returns the one that has the plan's digest.
    package func openRun(_ plan: RunPlan) throws -> (run: RunRecord, isNew: Bool) {
        let id: (Int64, Bool) = try write { db in
            let find = "SELECT id FROM run WHERE digest = ?"
            if let id = try Int64.fetchOne(db, sql: find, arguments: [plan.digest]) {
                return (id, false)
            }
            let suiteID = try Self.registerSuite(plan, in: db)
            try db.execute(
                sql: """
                    INSERT INTO run (suiteID, digest, status, seed, manifest, startedAt)
                    VALUES (?, ?, 'running', ?, ?, ?)
                    """,
                arguments: [suiteID, plan.digest, plan.seed, plan.manifest.text, timestamp()]
            )
            let runID = db.lastInsertedRowID
            var ids: [Int64] = []
            for task in plan.tasks {
                ids.append(try Self.insert(task, runID: runID, earlier: ids, in: db))
            }
            return (runID, true)
        }
        return (try run(id.0), id.1)
    }

    private static func registerSuite(_ plan: RunPlan, in db: Database) throws -> Int64? {
        let digest = SHA256Digest(of: plan.suiteYAML).hexadecimal
        try db.execute(
            sql: "INSERT OR IGNORE INTO suite (digest, name, version, yaml) VALUES (?, ?, ?, ?)",
            arguments: [digest, plan.suiteName, plan.suiteVersion, plan.suiteYAML]
        )
        let find = "SELECT id FROM suite WHERE digest = ?"
        return try Int64.fetchOne(db, sql: find, arguments: [digest])
    }

    /// Inserts a task after those with the given ids.
    private static func insert(
        _ task: TaskPlan,
        runID: Int64,
        earlier: [Int64],
        in db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO task (runID, position, task, datasetID, datasetFingerprint, split,
                    exampleLimit, modelID, modelName, decodingID, groupBy, options, clusterBy,
                    baseTaskID, perturbation, repetition)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                runID, earlier.count, task.task, task.datasetID, task.datasetFingerprint,
                task.split,
                task.exampleLimit, task.modelID, task.modelName, task.decodingID,
                task.groupBy.text,
                JSONValue.object(task.options).text, task.clusterBy,
                task.base.map { earlier[$0] }, task.perturbation?.text, task.repetition,
            ]
        )
        let taskID = db.lastInsertedRowID
        for (position, metric) in task.metrics.enumerated() {
            try insert(metric, taskID: taskID, position: position, in: db)
        }
        return taskID
    }

    private static func insert(
        _ metric: MetricPlan,
        taskID: Int64,
        position: Int,
        in db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO metric (taskID, position, name, options, higherIsBetter, isShare)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                taskID, position, metric.name, JSONValue.object(metric.options).text,
                metric.higherIsBetter, metric.isShare,
            ]
        )
    }

    /// Adds a metric to a task that was run without it; an existing one is returned as it is.
    package func addMetric(_ plan: MetricPlan, to task: TaskRecord) throws -> MetricRecord {
        let options = JSONValue.object(plan.options).text
        if let existing = try metrics(taskID: task.id)
            .first(where: { $0.name == plan.name && $0.options == options })
        {
            return existing
        }
        return try write { db in
            let last = try Int.fetchOne(
                db,
                sql: "SELECT max(position) FROM metric WHERE taskID = ?",
                arguments: [task.id]
            )
            try Self.insert(plan, taskID: task.id, position: (last ?? -1) + 1, in: db)
            return MetricRecord(
                id: db.lastInsertedRowID,
                taskID: task.id,
                position: (last ?? -1) + 1,
                name: plan.name,
                options: options,
                higherIsBetter: plan.higherIsBetter,
                isShare: plan.isShare
            )
        }
    }

    /// Sets a run's status; finishing it records when.
    package func setStatus(_ status: String, ofRun id: Int64) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE run SET status = ?,
                        finishedAt = CASE ? WHEN 'finished' THEN ? ELSE NULL END
                    WHERE id = ?
                    """,
                arguments: [status, status, timestamp(), id]
            )
        }
    }

    /// Adds members to a run's manifest, in the place of those of the same names.
    package func addToManifest(_ members: [String: JSONValue], ofRun id: Int64) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE run SET manifest = json_patch(manifest, ?) WHERE id = ?",
                arguments: [JSONValue.object(members).text, id]
            )
        }
    }

    private static let selectRun = """
        SELECT run.id, suite.name AS suite, suite.version AS suiteVersion, run.digest, status, seed,
            manifest, startedAt, finishedAt
        FROM run JOIN suite ON suite.id = run.suiteID
        """

    /// Every run, the latest last.
    package func runs() throws -> [RunRecord] {
        try read { try RunRecord.fetchAll($0, sql: Self.selectRun + " ORDER BY run.id") }
    }

    /// The run of that id, or the latest.
    ///
    /// - Throws: ``StorageError/unknownRun(id:)``.
    package func run(_ id: Int64? = nil) throws -> RunRecord {
        let record = try read { db in
            try RunRecord.fetchOne(
                db,
                sql: Self.selectRun + " WHERE run.id = coalesce(?, (SELECT max(id) FROM run))",
                arguments: [id]
            )
        }
        guard let record else { throw StorageError.unknownRun(id: id) }
        return record
    }

    /// The tasks of a run, in their order.
    package func tasks(runID: Int64) throws -> [TaskRecord] {
        try read { db in
            try TaskRecord.fetchAll(
                db,
                sql: """
                    SELECT task.*, dataset.name AS dataset, model.backend AS backend
                    FROM task
                    JOIN dataset ON dataset.id = task.datasetID
                    JOIN model ON model.id = task.modelID
                    WHERE runID = ? ORDER BY position
                    """,
                arguments: [runID]
            )
        }
    }

    /// The metrics of a task that hold now, in their order.
    package func metrics(taskID: Int64) throws -> [MetricRecord] {
        try read { db in
            try MetricRecord.fetchAll(
                db,
                sql: """
                    SELECT * FROM metric WHERE taskID = ? AND supersededBy IS NULL
                    ORDER BY position
                    """,
                arguments: [taskID]
            )
        }
    }
}
