package import Domain
import GRDB
import Scoring
import Storage

/// A metric of a task, with its figure over all examples.
package struct ReportedMetric: Sendable, Equatable {
    package let id: Int64
    /// As suites write it: `word_error_rate`.
    package let name: String
    package let options: [String: JSONValue]
    package let higherIsBetter: Bool
    /// Whether values are shares, which people read in per cent.
    package let isShare: Bool
    /// Over all examples; nil while the run is not scored.
    package let overall: Figure?

    /// For people: "Top-5 accuracy", "Recall@5 (text → image)".
    var title: String {
        details.isEmpty ? heading : heading + " (\(details))"
    }

    /// The name in words: "Top-5 accuracy".
    var heading: String { MetricWords(name: name, options: options).heading }

    /// The options that the heading does not tell.
    var details: String { MetricWords(name: name, options: options).details }

    /// The value of no bias, for metrics that are best neither high nor low; nil for all others.
    var unbiasedValue: Double? { (try? metricCatalog(name))?.unbiasedValue }

    /// What is done to texts before they are compared; nil if the metric compares none.
    var normalizer: (any TextNormalizer)? {
        guard let name = options["normalizer"]?.string?.prefix(while: { $0 != "@" }) else {
            return nil
        }
        return try? normalizerCatalog(String(name)).init()
    }

    /// For scripts: `top_k_accuracy(k=5)`.
    var identifier: String {
        guard !options.isEmpty else { return name }
        let list = options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.plain)" }
        return "\(name)(\(list.joined(separator: ",")))"
    }

    /// The task's metrics that have figures; those that only count are shown by sections of their own.
    static func all(_ db: Database, task: Int64) throws -> [ReportedMetric] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT metric.*, figure.metricID AS figureID, figure.value, figure.lower,
                    figure.upper, figure.method, figure.count, figure.failures,
                    figure.standardError, figure.clusters, figure.note
                FROM metric
                LEFT JOIN figure ON figure.metricID = metric.id AND figure.groupAttribute = ''
                    AND figure.groupValue = '' AND figure.statistic = 'value'
                WHERE metric.taskID = ? AND metric.supersededBy IS NULL ORDER BY metric.position, metric.id
                """,
            arguments: [task]
        )
        return rows.compactMap { row in
            let name: String = row["name"]
            if let type = try? metricCatalog(name), !type.hasValue { return nil }
            let options: String = row["options"]
            let isScored = (row["figureID"] as Int64?) != nil
            return ReportedMetric(
                id: row["id"],
                name: name,
                options: (try? JSONValue(parsing: options))?.object ?? [:],
                higherIsBetter: row["higherIsBetter"],
                isShare: row["isShare"],
                overall: isScored ? Figure(row: row) : nil
            )
        }
    }
}

extension ReportedMetric {
    /// A metric as it is stored, without its figure.
    init(_ record: MetricRecord) {
        self.init(
            id: record.id,
            name: record.name,
            options: (try? JSONValue(parsing: record.options))?.object ?? [:],
            higherIsBetter: record.higherIsBetter,
            isShare: record.isShare,
            overall: nil
        )
    }
}

extension Figure {
    /// Reads the columns of the table `figure`, but for those that say what it is of.
    init(row: Row) {
        var interval: Interval?
        let method = (row["method"] as String?).flatMap(Method.init(rawValue:))
        if let lower = row["lower"] as Double?, let upper = row["upper"] as Double?, let method {
            interval = Interval(lower: lower, upper: upper, method: method)
        }
        self.init(
            value: row["value"],
            interval: interval,
            count: row["count"],
            failures: row["failures"],
            standardError: row["standardError"],
            clusters: row["clusters"],
            note: row["note"]
        )
    }
}
