import Domain
import GRDB
import Scoring

/// The data of the diagrams that belong to some metrics, from their stored tallies, for scripts that
/// draw them.
enum MetricCurves {
    /// A point for each share of the examples, at most so many.
    static let points = 1_000

    /// The diagram's name and data; nil for metrics that have none, and without examples.
    ///
    /// `expected_calibration_error` has a `reliability_diagram` of its own bins, `risk_coverage_area` a
    /// `risk_coverage_curve`: the error rate among the share of examples that the model is surest of.
    static func json(_ db: Database, _ metric: ReportedMetric) throws -> (String, JSONValue)? {
        switch metric.name {
        case ExpectedCalibrationError.name:
            let total: CalibrationTally = try total(db, metric)
            let diagram = ReliabilityDiagram(total, bins: metric.options["bins"]?.integer ?? 15)
            guard !diagram.bars.isEmpty else { return nil }
            return ("reliability_diagram", .array(diagram.bars.map(json)))
        case RiskCoverage.name:
            let curve = try riskCoverage(db, metric, points: points)
            guard !curve.isEmpty else { return nil }
            let rows = curve.map { point in
                JSONValue.object([
                    "coverage": .number(point.coverage), "risk": .number(point.risk),
                ])
            }
            return ("risk_coverage_curve", .array(rows))
        default: return nil
        }
    }

    /// The error rate among the share of examples that the model is surest of, at most so many points.
    static func riskCoverage(_ db: Database, _ metric: ReportedMetric, points: Int) throws -> [(
        coverage: Double, risk: Double
    )] {
        thinned(RiskCoverage.curve(try total(db, metric)), to: points)
    }

    private static func total<Tally: MetricTally>(_ db: Database, _ metric: ReportedMetric) throws
        -> Tally
    {
        var total = Tally.zero
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT tally, count(*) FROM score WHERE metricID = ? GROUP BY tally",
            arguments: [metric.id]
        )
        while let row = try rows.next() {
            let stored: String = row[0]
            guard let tally = Tally(stored: stored) else {
                throw MetricError.tally(metric: metric.name, stored: stored)
            }
            total.add(tally, times: row[1])
        }
        return total
    }

    private static func json(_ bar: ReliabilityDiagram.Bar) -> JSONValue {
        .object([
            "lower": .number(bar.lower), "upper": .number(bar.upper), "n": .integer(bar.count),
            "confidence": .number(bar.confidence), "accuracy": .number(bar.accuracy),
        ])
    }

    /// The last point of each of so many equal parts of the coverage.
    private static func thinned(
        _ curve: [(coverage: Double, risk: Double)],
        to points: Int
    ) -> [(
        coverage: Double, risk: Double
    )] {
        var kept: [(coverage: Double, risk: Double)] = []
        for point in curve {
            let part = { (coverage: Double) in (coverage * Double(points)).rounded(.up) }
            if let last = kept.last, part(last.coverage) == part(point.coverage) {
                kept.removeLast()
            }
            kept.append(point)
        }
        return kept
    }
}
