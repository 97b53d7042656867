import GRDB

/// Why, by whom and with what a run's predictions are scored.
package struct NewScoring: Sendable {
    package var author: String
    package var reason: String
    package var codeVersion: String

    package init(author: String, reason: String, codeVersion: String) {
        self.author = author
        self.reason = reason
        self.codeVersion = codeVersion
    }
}

/// A scoring of a metric, a row of the view `scoreHistory`.
package struct ScoreHistory: Sendable, Equatable, Codable, FetchableRecord {
    package var task: String
    package var dataset: String
    package var model: String
    package var metric: String
    /// JSON.
    package var metricOptions: String
    package var value: Double?
    package var n: Int?
    /// Whether it is what holds now.
    package var holds: Bool
    /// Nil for what was scored before scorings were kept.
    package var scoredAt: String?
    package var author: String?
    package var reason: String?
    package var codeVersion: String?
}

/// Scores that are computed again do not replace the earlier ones.
///
/// A metric that was scored before is computed into a row of its own, a candidate. While it is one it is
/// marked as superseded by the row that holds, which has a lower id; a superseded row proper names a
/// higher one. What an interrupted scoring leaves is found by that, and removed.
extension Store {
    /// Begins a scoring of a run, and removes what an interrupted one left.
    package func beginScoring(_ scoring: NewScoring, runID: Int64) throws -> Int64 {
        try write { db in
            try db.execute(
                sql: """
                    DELETE FROM metric WHERE supersededBy < id
                        AND taskID IN (SELECT id FROM task WHERE runID = ?)
                    """,
                arguments: [runID]
            )
            try db.execute(
                sql: """
                    INSERT INTO scoring (runID, startedAt, author, reason, codeVersion)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    runID, timestamp(), scoring.author, scoring.reason, scoring.codeVersion,
                ]
            )
            return db.lastInsertedRowID
        }
    }

    /// A row for the scores of a metric that was scored before.
    package func addCandidate(for metric: MetricRecord) throws -> MetricRecord {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO metric (taskID, position, name, options, higherIsBetter, isShare,
                        supersededBy)
                    SELECT taskID, position, name, options, higherIsBetter, isShare, id
                    FROM metric WHERE id = ?
                    """,
                arguments: [metric.id]
            )
            var candidate = metric
            candidate.id = db.lastInsertedRowID
            candidate.scoringID = nil
            candidate.supersededBy = metric.id
            return candidate
        }
    }

    /// Says that a metric was scored for the first time.
    package func settle(metricID: Int64, scoringID: Int64) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE metric SET scoringID = ? WHERE id = ?",
                arguments: [scoringID, metricID]
            )
        }
    }

    /// Puts a candidate in the place of the metric that it was computed for, if they differ; else
    /// removes it.
    ///
    /// - Returns: Whether they differ, in any example's tally or in any figure.
    package func settle(
        candidate: MetricRecord,
        for metric: MetricRecord,
        scoringID: Int64
    ) throws -> Bool {
        try write { db in
            let differs = try Self.differ(candidate.id, metric.id, in: db)
            guard differs else {
                try db.execute(sql: "DELETE FROM metric WHERE id = ?", arguments: [candidate.id])
                return false
            }
            // The earlier one first: only one of a name and options may hold at a time.
            try db.execute(
                sql: "UPDATE metric SET supersededBy = ? WHERE id = ?",
                arguments: [candidate.id, metric.id]
            )
            try db.execute(
                sql: "UPDATE metric SET supersededBy = NULL, scoringID = ? WHERE id = ?",
                arguments: [scoringID, candidate.id]
            )
            return true
        }
    }

    /// Figures that are made of several metrics are not the metric's own.
    private static func differ(_ a: Int64, _ b: Int64, in db: Database) throws -> Bool {
        let tallies = "SELECT exampleID, tally FROM score WHERE metricID = ?"
        let others = GroupFigure.ofSeveralScores.map { "'\($0)'" }.joined(separator: ", ")
        let figures = """
            SELECT statistic, groupAttribute, groupValue, value, lower, upper, method, count,
                failures
            FROM figure WHERE metricID = ? AND statistic NOT IN (\(others))
            """
        for rows in [tallies, figures] {
            for pair in [[a, b], [b, a]] {
                let found = try Bool.fetchOne(
                    db,
                    sql: "SELECT EXISTS (\(rows) EXCEPT \(rows))",
                    arguments: [pair[0], pair[1]]
                )
                if found == true { return true }
            }
        }
        return false
    }

    /// Every scoring of every metric of a run: what holds now first, then the latest first.
    package func scoreHistory(runID: Int64) throws -> [ScoreHistory] {
        try read { db in
            try ScoreHistory.fetchAll(
                db,
                sql: """
                    SELECT * FROM scoreHistory WHERE run = ?
                    ORDER BY taskID, metric, metricOptions, holds DESC, metricID DESC
                    """,
                arguments: [runID]
            )
        }
    }
}
