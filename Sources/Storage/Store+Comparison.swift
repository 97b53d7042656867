import Domain
package import GRDB

/// A metric of two tasks whose scores are held side by side.
package struct PairedMetric: Sendable, Equatable {
    package var firstID: Int64
    package var secondID: Int64
    /// The second task's dataset where that is another one of the same contents, whose examples are
    /// found by split and key; nil where both tasks are over one dataset.
    package var secondDatasetID: Int64?

    package init(firstID: Int64, secondID: Int64, secondDatasetID: Int64? = nil) {
        self.firstID = firstID
        self.secondID = secondID
        self.secondDatasetID = secondDatasetID
    }
}

/// Two tallies of one example, with how often the pair occurs.
package struct StoredPair: Sendable, Equatable {
    package let first: String
    package let second: String
    /// What examples stray together by; nil where nothing was asked for or the example has none.
    package let cluster: String?
    package let count: Int
    /// The group by some attributes; nil where none were named.
    package let group: String?
}

/// An example whose value under a metric is not the same for two tasks.
package struct ChangedScore: Sendable, Equatable {
    package let firstExampleID: Int64
    package let secondExampleID: Int64
    package let split: String
    package let key: String
    /// For people.
    package let target: String?
    /// The metric's values on this example alone.
    package let first: Double
    package let second: Double
}

extension Store {
    /// How often each pair of tallies occurs among the examples that both tasks have a score for, and
    /// in each cluster by an attribute, or by `medium` for examples that share one.
    package func pairs(_ metric: PairedMetric, clusterBy: String?) throws -> [StoredPair] {
        try read { try Self.pairs($0, metric, clusterBy: clusterBy) }
    }

    /// The same in a snapshot that is being read already, and perhaps in each group of some attributes,
    /// as ``tallies(metricID:groupedBy:clusterBy:)`` has them; examples without one are left out then.
    package static func pairs(
        _ db: Database,
        _ metric: PairedMetric,
        groupedBy attributes: [String] = [],
        clusterBy: String?
    ) throws -> [StoredPair] {
        let (cluster, clusterArguments) = clusterExpression(clusterBy)
        let (group, groupArguments) = groupExpression(attributes)
        let isGrouped = !attributes.isEmpty
        return try Row.fetchAll(
            db,
            sql: """
                SELECT a.tally, b.tally, \(cluster) AS cluster, \(group) AS name, count(*)
                \(joined(metric, withExample: isGrouped || clusterBy != nil))
                    \(isGrouped ? "AND name IS NOT NULL" : "")
                GROUP BY a.tally, b.tally, cluster, name
                """,
            arguments: arguments(metric) + clusterArguments + groupArguments
        )
        .map {
            StoredPair(first: $0[0], second: $0[1], cluster: $0[2], count: $0[4], group: $0[3])
        }
    }

    /// Whether any example of a dataset has an attribute of the name.
    package static func hasAttribute(_ db: Database, _ name: String, datasetID: Int64) throws
        -> Bool
    {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM example
                    WHERE datasetID = ? AND json_type(attributes, ?) IS NOT NULL)
                """,
            arguments: [datasetID, jsonPath(name)]
        ) ?? false
    }

    /// How many examples have a score of a metric.
    package func scoreCount(metricID: Int64) throws -> Int {
        try read { db in
            let sql = "SELECT count(*) FROM score WHERE metricID = ?"
            return try Int.fetchOne(db, sql: sql, arguments: [metricID]) ?? 0
        }
    }

    /// The row ids of the examples that both tasks have a score for.
    package func sharedExamples(_ metric: PairedMetric) throws -> [(first: Int64, second: Int64)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.exampleID, b.exampleID \(Self.joined(metric, withExample: false))
                    ORDER BY a.exampleID
                    """,
                arguments: Self.arguments(metric)
            )
            .map { ($0[0], $0[1]) }
        }
    }

    /// How many examples have a larger value for the first task, and how many for the second.
    package func changeCounts(_ metric: PairedMetric) throws -> (first: Int, second: Int) {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT coalesce(sum(a.value > b.value), 0), coalesce(sum(a.value < b.value), 0)
                    \(Self.joined(metric, withExample: false))
                    """,
                arguments: Self.arguments(metric)
            )
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// The examples whose value is larger for one of the tasks, the largest change first, then by split
    /// and key; at most so many, without a limit all.
    package func changes(_ metric: PairedMetric, firstIsLarger: Bool, limit: Int?) throws
        -> [ChangedScore]
    {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.exampleID, b.exampleID, example.split, example.key, example.targetKind,
                        example.target, a.value, b.value
                    \(Self.joined(metric, withExample: true))
                        AND a.value \(firstIsLarger ? ">" : "<") b.value
                    ORDER BY abs(a.value - b.value) DESC, example.split, example.key LIMIT :limit
                    """,
                arguments: Self.arguments(metric, ["limit": limit ?? -1])
            )
            .map { row in
                let kind = (row[4] as String?).flatMap(Target.Kind.init)
                return ChangedScore(
                    firstExampleID: row[0],
                    secondExampleID: row[1],
                    split: row[2],
                    key: row[3],
                    target: try kind.map { try Target(kind: $0, stored: row[5]).plain },
                    first: row[6],
                    second: row[7]
                )
            }
        }
    }

    /// What a task's model answered about an example, in words: one text for each request.
    ///
    /// A request that has none, such as one for an embedding, is left out.
    package func answersInWords(taskID: Int64, exampleID: Int64) throws -> [String] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT answer FROM taskPrediction JOIN prediction ON prediction.id = predictionID
                    WHERE taskID = ? AND exampleID = ? AND answer IS NOT NULL ORDER BY request
                    """
            )
            return try String.fetchAll(statement, arguments: [taskID, exampleID])
        }
    }

    /// The scores of both tasks side by side, `a` and `b`, and perhaps the first one's `example`.
    private static func joined(_ metric: PairedMetric, withExample: Bool) -> String {
        if metric.secondDatasetID != nil {
            return """
                FROM score AS a
                CROSS JOIN example ON example.id = a.exampleID
                CROSS JOIN example AS other ON other.datasetID = :dataset
                    AND other.split = example.split AND other.key = example.key
                CROSS JOIN score AS b ON b.metricID = :second AND b.exampleID = other.id
                WHERE a.metricID = :first
                """
        }
        return """
            FROM score AS a
            CROSS JOIN score AS b ON b.metricID = :second AND b.exampleID = a.exampleID
            \(withExample ? "CROSS JOIN example ON example.id = a.exampleID" : "")
            WHERE a.metricID = :first
            """
    }

    private static func arguments(
        _ metric: PairedMetric,
        _ more: [String: (any DatabaseValueConvertible)?] = [:]
    ) -> StatementArguments {
        var all: [String: (any DatabaseValueConvertible)?] = [
            "first": metric.firstID, "second": metric.secondID,
        ]
        if let dataset = metric.secondDatasetID { all["dataset"] = dataset }
        for (name, value) in more where value != nil { all[name] = value }
        return StatementArguments(all)
    }
}
