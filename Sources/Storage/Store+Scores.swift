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

    /// How often each tally of a metric occurs, by group of some attributes and by cluster.
    ///
    /// Of several attributes the values are joined: `female & Scottish`. The attribute `label` is the
    /// target itself where it is a label and no attribute of that name is there. Examples without one of
    /// the attributes are left out; those without the cluster's are clusters by themselves, which
    /// is what no cluster means.
    package func tallies(
        metricID: Int64,
        groupedBy attributes: [String] = [],
        clusterBy cluster: String? = nil
    ) throws -> [StoredTally] {
        try read { db in
            let (group, groupArguments) = Self.groupExpression(attributes)
            let (clusters, clusterArguments) = Self.clusterExpression(cluster)
            let isPlain = attributes.isEmpty && cluster == nil
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(group) AS name, \(clusters) AS cluster, tally, count(*)
                    FROM score \(isPlain ? "" : "JOIN example ON example.id = score.exampleID")
                    WHERE metricID = ? \(attributes.isEmpty ? "" : "AND name IS NOT NULL")
                    GROUP BY name, cluster, tally
                    """,
                arguments: groupArguments + clusterArguments + [metricID]
            )
            var tallies: [StoredTally] = []
            while let row = try rows.next() {
                tallies.append(
                    StoredTally(group: row[0], cluster: row[1], tally: row[2], count: row[3])
                )
            }
            return tallies
        }
    }

    /// How many examples of a task failed, by group of some attributes.
    package func failures(taskID: Int64, groupedBy attributes: [String]) throws -> [String: Int] {
        try read { db in
            let (group, arguments) = Self.groupExpression(attributes)
            var groups: [String: Int] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(group) AS name, count(DISTINCT example.id)
                    FROM taskPrediction
                    JOIN prediction ON prediction.id = predictionID AND error IS NOT NULL
                    JOIN example ON example.id = taskPrediction.exampleID
                    WHERE taskID = ? AND name IS NOT NULL GROUP BY name
                    """,
                arguments: arguments + [taskID]
            )
            while let row = try rows.next() { groups[row[0]] = row[1] }
            return groups
        }
    }

    /// The values of some attributes, joined; null where one is missing, and for no attributes.
    static func groupExpression(
        _ attributes: [String]
    ) -> (sql: String, arguments: StatementArguments) {
        guard !attributes.isEmpty else { return ("NULL", []) }
        let one = """
            coalesce(json_extract(example.attributes, ?),
                CASE WHEN ? = 'label' AND example.targetKind = 'label' THEN example.target END)
            """
        var arguments: StatementArguments = []
        for attribute in attributes { arguments += [jsonPath(attribute), attribute] }
        return (attributes.map { _ in one }.joined(separator: " || ' & ' || "), arguments)
    }

    /// What an example strays together by: the value of an attribute, or for `medium` the number of its
    /// medium; null for nothing.
    static func clusterExpression(
        _ cluster: String?
    ) -> (sql: String, arguments: StatementArguments) {
        switch cluster {
        case nil: ("NULL", [])
        case "medium": ("CAST(example.mediaID AS TEXT)", [])
        case let name?: ("json_extract(example.attributes, :cluster)", ["cluster": jsonPath(name)])
        }
    }

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
