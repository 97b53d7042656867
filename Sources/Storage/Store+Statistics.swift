import GRDB

/// The figures that are made of several tasks, or of several groups.
extension Store {
    /// Stores a metric's figures of some statistics in place of the earlier ones of these statistics.
    package func replace(
        _ statistics: [String],
        with figures: [GroupFigure],
        metricID: Int64
    ) throws {
        let kept = try allFigures(metricID: metricID).filter { !statistics.contains($0.statistic) }
        try save(kept + figures, metricID: metricID)
    }

    /// The tally of every scored example of a metric.
    package func talliesByExample(metricID: Int64) throws -> [Int64: String] {
        try read { db in
            var tallies: [Int64: String] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT exampleID, tally FROM score WHERE metricID = ?",
                arguments: [metricID]
            )
            while let row = try rows.next() { tallies[row[0]] = row[1] }
            return tallies
        }
    }

    /// The cluster of every example that a task was asked about.
    ///
    /// It is the value of an attribute, or for `medium` the number of its medium. Examples without one are
    /// left out.
    package func clustersByExample(taskID: Int64, clusterBy: String) throws -> [Int64: String] {
        try read { db in
            let (cluster, arguments) = Self.clusterExpression(clusterBy)
            var clusters: [Int64: String] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT DISTINCT example.id, \(cluster) AS name
                    FROM taskPrediction JOIN example ON example.id = taskPrediction.exampleID
                    WHERE taskID = :task AND name IS NOT NULL
                    """,
                arguments: arguments + ["task": taskID]
            )
            while let row = try rows.next() { clusters[row[0]] = row[1] }
            return clusters
        }
    }

    /// The examples of which a request failed in any of several tasks over the same examples.
    package func failures(ofAny taskIDs: [Int64]) throws -> Int {
        try read { db in
            let list = taskIDs.map(String.init).joined(separator: ",")
            return try Int.fetchOne(
                db,
                sql: """
                    SELECT count(DISTINCT exampleID) FROM taskPrediction
                    JOIN prediction ON prediction.id = predictionID AND error IS NOT NULL
                    WHERE taskID IN (\(list))
                    """
            ) ?? 0
        }
    }
}
