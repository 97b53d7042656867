package import Digests
import Domain
import GRDB

extension Store {
    /// What became of a task's requests so far.
    package struct TaskProgress: Sendable, Equatable {
        /// Examples of which every linked request is answered.
        package var answered: Int
        /// Examples of which a request failed.
        package var failed: Int
        /// All linked examples.
        package var saved: Int { answered + failed }
    }

    /// Which of some requests a model has answered already under the same decoding options.
    ///
    /// With `retryFailed`, those that failed are left out, so that they are asked again.
    package func answeredRequests(
        _ digests: some Sequence<ShortDigest>,
        modelID: Int64,
        decodingID: Int64,
        retryFailed: Bool = false
    ) throws -> Set<ShortDigest> {
        try read { db in
            var find = try BulkStatement(
                db,
                """
                SELECT 1 FROM prediction
                WHERE modelID = ? AND decodingID = ? AND requestDigest = ?
                \(retryFailed ? "AND error IS NULL" : "")
                """
            )
            var found: Set<ShortDigest> = []
            // In the order of the index, so that each of its pages is visited once.
            for digest in digests.sorted() {
                find.bind(modelID)
                find.bind(decodingID)
                find.bind(digest)
                if try find.step() {
                    found.insert(digest)
                    find.reset()
                }
            }
            return found
        }
    }

    /// The highest example id up to which every example of a task is linked, if examples are linked
    /// in the order of their ids; 0 for none.
    package func lastLinkedExample(taskID: Int64) throws -> Int64 {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT max(exampleID) FROM taskPrediction WHERE taskID = ?",
                arguments: [taskID]
            ) ?? 0
        }
    }

    /// Stores predictions and links them, and others that were there already, to a task's examples:
    /// in one transaction, so that an example is either linked with its answer or not at all.
    ///
    /// A prediction that another process stored first is kept, and linked. A failed prediction gives
    /// way to a new one.
    package func save(
        _ predictions: [NewPrediction],
        links: [PredictionLink],
        task: TaskRecord
    ) throws {
        try write { db in
            let lastID = try Int64.fetchOne(db, sql: "SELECT max(id) FROM prediction") ?? 0
            var insert = try BulkStatement(
                db,
                """
                INSERT INTO prediction (modelID, decodingID, requestDigest, output, error, answer,
                    latencySeconds, batchSize)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (modelID, decodingID, requestDigest) DO UPDATE SET
                    output = excluded.output, error = excluded.error, answer = excluded.answer,
                    latencySeconds = excluded.latencySeconds, batchSize = excluded.batchSize
                WHERE prediction.error IS NOT NULL
                """
            )
            var inserted: [ShortDigest: Int64] = [:]
            inserted.reserveCapacity(predictions.count)
            for prediction in predictions.sorted(by: { $0.requestDigest < $1.requestDigest }) {
                insert.bind(task.modelID)
                insert.bind(task.decodingID)
                insert.bind(prediction.requestDigest)
                switch prediction.result {
                case .success(let output):
                    insert.bind(output.json.text)
                    insert.bind(nil as String?)
                    insert.bind(output.plain)
                case .failure(let failure):
                    insert.bind(nil as String?)
                    insert.bind(failure.reason)
                    insert.bind(nil as String?)
                }
                insert.bind(prediction.latencySeconds)
                insert.bind(prediction.batchSize)
                try insert.run()
                // An update leaves the last row id as it was, so only what is new is remembered.
                let id = insert.lastInsertedID
                if insert.changes == 1, id > lastID { inserted[prediction.requestDigest] = id }
            }
            try db.execute(
                sql: """
                    INSERT INTO predictionText (rowid, answer)
                    SELECT id, answer FROM prediction WHERE id > ? AND answer IS NOT NULL
                    """,
                arguments: [lastID]
            )
            var find = try BulkStatement(
                db,
                """
                SELECT id FROM prediction
                WHERE modelID = ? AND decodingID = ? AND requestDigest = ?
                """
            )
            var link = try BulkStatement(
                db,
                """
                INSERT INTO taskPrediction (taskID, exampleID, request, predictionID)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (taskID, exampleID, request) DO UPDATE
                SET predictionID = excluded.predictionID
                """
            )
            for row in links {
                var predictionID = inserted[row.requestDigest]
                if predictionID == nil {
                    find.bind(task.modelID)
                    find.bind(task.decodingID)
                    find.bind(row.requestDigest)
                    guard try find.step() else {
                        throw DatabaseError(
                            message: "no prediction to link for request \(row.requestDigest)"
                        )
                    }
                    predictionID = find.integer(0)
                    find.reset()
                }
                link.bind(task.id)
                link.bind(row.exampleID)
                link.bind(row.request)
                link.bind(predictionID)
                try link.run()
            }
        }
    }

    /// How far a task has come.
    package func progress(taskID: Int64) throws -> TaskProgress {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS total, coalesce(sum(failed), 0) AS failed FROM (
                        SELECT max(error IS NOT NULL) AS failed
                        FROM taskPrediction JOIN prediction ON prediction.id = predictionID
                        WHERE taskID = ? GROUP BY exampleID
                    )
                    """,
                arguments: [taskID]
            )
            let total: Int = row?["total"] ?? 0
            let failed: Int = row?["failed"] ?? 0
            return TaskProgress(answered: total - failed, failed: failed)
        }
    }

    /// A page of a task's answers, by example id and request, after a given example; the last
    /// example of a page is whole.
    package func answers(taskID: Int64, after exampleID: Int64 = 0, examples: Int) throws
        -> [StoredAnswer]
    {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    WITH page AS (
                        SELECT DISTINCT exampleID FROM taskPrediction
                        WHERE taskID = ? AND exampleID > ? ORDER BY exampleID LIMIT ?
                    )
                    SELECT taskPrediction.exampleID, request, output, error, targetKind, target,
                        latencySeconds
                    FROM page
                    CROSS JOIN taskPrediction
                        ON taskID = ? AND taskPrediction.exampleID = page.exampleID
                    CROSS JOIN prediction ON prediction.id = predictionID
                    CROSS JOIN example ON example.id = page.exampleID
                    ORDER BY taskPrediction.exampleID, request
                    """
            )
            let rows = try Row.fetchCursor(
                statement,
                arguments: [taskID, exampleID, examples, taskID]
            )
            var page: [StoredAnswer] = []
            while let row = try rows.next() {
                let kind = (row[4] as String?).flatMap(Target.Kind.init)
                page.append(
                    StoredAnswer(
                        exampleID: row[0],
                        request: row[1],
                        output: row[2],
                        error: row[3],
                        target: try kind.map { try Target(kind: $0, stored: row[5]) },
                        latencySeconds: row[6]
                    )
                )
            }
            return page
        }
    }
}
