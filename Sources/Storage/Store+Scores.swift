import Domain
import GRDB

extension Store {
    /// Removes a metric's scores and figures, before it is computed again.
    package func clearScores(metricID: Int64) throws {
        try write { db in
            try db.execute(sql: "DELETE FROM score WHERE metricID = ?", arguments: [metricID])
            try db.execute(sql: "DELETE FROM figure WHERE metricID = ?", arguments: [metricID])
        }
    }

    /// Stores tallies; one that is there for the same example is replaced.
    package func save(_ scores: [NewScore], metricID: Int64) throws {
        try write { db in
            var insert = try BulkStatement(
                db,
                "INSERT OR REPLACE INTO score (metricID, exampleID, tally, value) VALUES (?, ?, ?, ?)"
            )
            for score in scores {
                insert.bind(metricID)
                insert.bind(score.exampleID)
                insert.bind(score.tally)
                insert.bind(score.value)
                try insert.run()
            }
        }
    }

    /// How often each tally of a metric occurs.
    package func tallies(metricID: Int64) throws -> [String: Int] {
        try read { db in
            var counts: [String: Int] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT tally, count(*) FROM score WHERE metricID = ? GROUP BY tally",
                arguments: [metricID]
            )
            while let row = try rows.next() { counts[row[0]] = row[1] }
            return counts
        }
    }

    /// How often each tally of a metric occurs in each group of an attribute.
    ///
    /// The attribute `label` is the target itself where it is a label and no attribute of that name
    /// is there. Examples without the attribute form no group.
    package func tallies(metricID: Int64, attribute: String) throws -> [String: [String: Int]] {
        try read { db in
            var groups: [String: [String: Int]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(Self.groupExpression) AS name, tally, count(*)
                    FROM score JOIN example ON example.id = score.exampleID
                    WHERE metricID = ? AND name IS NOT NULL GROUP BY name, tally
                    """,
                arguments: [Self.jsonPath(attribute), attribute, metricID]
            )
            while let row = try rows.next() {
                groups[row[0], default: [:]][row[1]] = row[2]
            }
            return groups
        }
    }

    /// How many examples of a task failed, in all and by group of an attribute.
    package func failures(taskID: Int64, attribute: String) throws -> [String: Int] {
        try read { db in
            var groups: [String: Int] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(Self.groupExpression) AS name, count(DISTINCT example.id)
                    FROM taskPrediction
                    JOIN prediction ON prediction.id = predictionID AND error IS NOT NULL
                    JOIN example ON example.id = taskPrediction.exampleID
                    WHERE taskID = ? AND name IS NOT NULL GROUP BY name
                    """,
                arguments: [Self.jsonPath(attribute), attribute, taskID]
            )
            while let row = try rows.next() { groups[row[0]] = row[1] }
            return groups
        }
    }

    private static let groupExpression = """
        coalesce(json_extract(attributes, ?),
            CASE WHEN ? = 'label' AND targetKind = 'label' THEN target END)
        """

    /// A JSON path to a member of any name.
    static func jsonPath(_ attribute: String) -> String {
        "$.\"" + attribute.replacing("\"", with: "") + "\""
    }

    /// Stores a metric's figures in place of all earlier ones.
    package func save(_ figures: [GroupFigure], metricID: Int64) throws {
        try write { db in
            try db.execute(sql: "DELETE FROM figure WHERE metricID = ?", arguments: [metricID])
            for row in figures {
                try db.execute(
                    sql: """
                        INSERT INTO figure (metricID, statistic, groupAttribute, groupValue, value,
                            lower, upper, method, standardError, count, failures, clusters, note)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        metricID, row.statistic, row.attribute, row.group, row.figure.value,
                        row.figure.interval?.lower, row.figure.interval?.upper,
                        row.figure.interval?.method.rawValue, row.figure.standardError,
                        row.figure.count, row.figure.failures, row.figure.clusters,
                        row.figure.note,
                    ]
                )
            }
        }
    }

    /// A metric's own figures: all examples together first, then by attribute and group.
    package func figures(metricID: Int64) throws -> [GroupFigure] {
        try allFigures(metricID: metricID).filter { $0.statistic == GroupFigure.value }
    }

    /// A metric's figures of every statistic, the metric itself first.
    package func allFigures(metricID: Int64) throws -> [GroupFigure] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM figure WHERE metricID = ?
                    ORDER BY statistic <> 'value', statistic, groupAttribute, groupValue
                    """,
                arguments: [metricID]
            )
            .map { row in
                var interval: Figure.Interval?
                if let lower = row["lower"] as Double?, let upper = row["upper"] as Double?,
                    let method = (row["method"] as String?).flatMap(Figure.Method.init)
                {
                    interval = Figure.Interval(lower: lower, upper: upper, method: method)
                }
                return GroupFigure(
                    statistic: row["statistic"],
                    attribute: row["groupAttribute"],
                    group: row["groupValue"],
                    figure: Figure(
                        value: row["value"],
                        interval: interval,
                        count: row["count"],
                        failures: row["failures"],
                        standardError: row["standardError"],
                        clusters: row["clusters"],
                        note: row["note"]
                    )
                )
            }
        }
    }
}
