import Domain
import GRDB
import Scoring

extension TestDatabase {
    /// What an example's outcome is scored against, and the groups that it is in.
    struct Scored {
        let example: Int64
        /// Nil for a failed example.
        let outcome: Outcome?
        let target: Target?
        var groups: [String: String] = [:]
    }

    /// Scores examples with a metric of the catalog, and stores tallies and figures as a run does.
    static func addMetric(
        _ db: Database,
        task: Int64,
        _ name: String,
        options: [String: JSONValue] = [:],
        examples: [Scored]
    ) throws {
        let metric = try AnyMetric(name: name, options: options)
        let position = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM metric WHERE taskID = ?",
            arguments: [task]
        )
        let id = try insert(
            db,
            "metric",
            [
                "taskID": task, "position": position ?? 0, "name": name,
                "options": metric.storedOptions, "higherIsBetter": metric.higherIsBetter,
                "isShare": metric.isShare,
            ]
        )
        var groups: [String: [String: (tallies: [String: Int], failures: Int)]] = [:]
        func add(_ attribute: String, _ value: String, _ tally: String?) {
            // In place: a copy of the tallies for every example would take the square of the time.
            if let tally {
                groups[attribute, default: [:]][value, default: ([:], 0)].tallies[
                    tally,
                    default: 0
                ] += 1
            } else {
                groups[attribute, default: [:]][value, default: ([:], 0)].failures += 1
            }
        }
        for example in examples {
            let score = try example.outcome.flatMap { try metric.score($0, target: example.target) }
            if let score {
                try insert(
                    db,
                    "score",
                    [
                        "metricID": id, "exampleID": example.example, "tally": score.stored,
                        "value": score.value,
                    ]
                )
            } else if example.outcome != nil {
                continue
            }
            add("", "", score?.stored)
            for (attribute, value) in example.groups { add(attribute, value, score?.stored) }
        }
        if groups.isEmpty { groups[""] = ["": ([:], 0)] }
        // Of a large sample only the report is measured, not the width of its intervals.
        let replicates = examples.count > 1000 ? 20 : 200
        for (attribute, values) in groups {
            let tallies = values.flatMap { value, group in
                group.tallies.map { TallyCount(tally: $0.key, count: $0.value, group: value) }
            }
            let figures = try metric.figures(
                ofGroups: tallies,
                failures: values.mapValues(\.failures),
                seed: 7,
                replicates: replicates
            )
            for (value, figure) in figures {
                try insert(db, figure, of: id, "value", attribute, value)
            }
            guard !attribute.isEmpty, examples.count <= 1000 else { continue }
            for statistic in try metric.groupStatistics(
                of: tallies,
                seed: 7,
                replicates: replicates
            ) {
                try insert(db, statistic.figure, of: id, statistic.name, attribute, "")
            }
        }
    }

    private static func insert(
        _ db: Database,
        _ figure: Figure,
        of metric: Int64,
        _ statistic: String,
        _ attribute: String,
        _ group: String
    ) throws {
        try insert(
            db,
            "figure",
            [
                "metricID": metric, "statistic": statistic, "groupAttribute": attribute,
                "groupValue": group, "value": figure.value, "lower": figure.interval?.lower,
                "upper": figure.interval?.upper, "method": figure.interval?.method.rawValue,
                "standardError": figure.standardError, "count": figure.count,
                "failures": figure.failures, "clusters": figure.clusters, "note": figure.note,
            ]
        )
    }
}
