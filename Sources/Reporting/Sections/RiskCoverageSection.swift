import Domain
package import GRDB
import Scoring

/// How often the model is wrong if only its surest answers are taken, for tasks that ask for it.
package enum RiskCoverageSection: ReportSection {
    package static let id = "risk-coverage"
    package static let title = "Risk and coverage"

    /// The shares of the answers that are told in words.
    private static let told = [0.5, 0.8, 0.9, 0.95, 1]

    package struct Content: Sendable {
        let metric: ReportedMetric
        /// The error rate among the share of the examples that the model is surest of, by rising share.
        let curve: [LineChart.Point]
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        guard let metric = task.metrics.first(where: { $0.name == RiskCoverage.name }) else {
            return nil
        }
        let curve = try MetricCurves.riskCoverage(db, metric, points: 200)
        guard !curve.isEmpty else { return nil }
        return Content(
            metric: metric,
            curve: curve.map { LineChart.Point(x: $0.coverage, y: $0.risk) }
        )
    }

    package static func render(_ content: Content) -> HTML {
        let largest = content.curve.map(\.y).max() ?? 1
        let chart = LineChart.draw(
            [LineChart.Line(name: "", points: content.curve)],
            x: LineChart.Axis(title: "coverage", scale: Scale(upTo: 1, isShare: true)),
            y: LineChart.Axis(title: "error rate", scale: Scale(upTo: largest, isShare: true)),
            label: "Error rate over the share of answers that are taken; the table has some of them"
        )
        let rows = told.compactMap { share -> HTML? in
            content.curve.last { $0.x <= share + 1e-9 }.map { point in
                """
                <tr><td class="n">\(Numbers.value(share, isShare: true, decimals: 0))</td>\
                <td class="n">\(Numbers.value(point.y, isShare: true))</td></tr>

                """
            }
        }
        return """
            <p>If only the answers are taken that the model is surest of, so many of them are wrong. \
            \(content.metric.title): \
            \(Markup.value(content.metric.overall, of: content.metric)).</p>
            <div class="beside"><div>\(chart)</div><div><table class="figures"><caption class="sr">Error rate by \
            coverage</caption><thead><tr><th scope="col" class="n">Answers taken</th>\
            <th scope="col" class="n">Wrong</th></tr></thead><tbody>\(rows)</tbody></table></div></div>

            """
    }
}
