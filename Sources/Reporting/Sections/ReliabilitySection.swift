import Domain
package import GRDB
import Storage

/// Whether the model is right as often as it is sure, for tasks that ask for its calibration.
package enum ReliabilitySection: ReportSection {
    package static let id = "reliability"
    package static let title = "Reliability"

    package struct Content: Sendable {
        let bins: [ReliabilityChart.Bin]
        let metric: ReportedMetric
        let scaling: Scaling?
    }

    /// What a temperature fitted on held-out examples makes of the calibration of the others.
    struct Scaling: Sendable {
        let temperature: Figure
        let before: Figure
        let after: Figure
    }

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        guard let metric = task.metrics.first(where: { $0.name == "expected_calibration_error" })
        else { return nil }
        let count = min(max(metric.options["bins"]?.integer ?? 15, 1), 100)
        // Bin b of M holds the confidences in (b/M, (b+1)/M], and the first 0 as well, as the metric
        // has it.
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT min(max(CAST(ceil(confidence * ?) AS INTEGER) - 1, 0), ? - 1) AS bin,
                    count(*) AS count, avg(confidence) AS confidence, avg(isRight) AS accuracy
                FROM (
                    SELECT json_extract(prediction.output, '$[0].score') AS confidence,
                        prediction.answer = example.target AS isRight
                    FROM taskPrediction
                    JOIN prediction ON prediction.id = taskPrediction.predictionID
                    JOIN example ON example.id = taskPrediction.exampleID
                    WHERE taskPrediction.taskID = ? AND taskPrediction.request = 0
                        AND example.targetKind = 'label' AND prediction.error IS NULL
                )
                WHERE confidence BETWEEN 0 AND 1.00001
                GROUP BY bin ORDER BY bin
                """,
            arguments: [count, count, task.id]
        )
        guard !rows.isEmpty else { return nil }
        let bins = rows.map { row in
            let bin: Int = row["bin"]
            return ReliabilityChart.Bin(
                lower: Double(bin) / Double(count),
                upper: Double(bin + 1) / Double(count),
                count: row["count"],
                meanConfidence: row["confidence"] as Double? ?? 0,
                accuracy: row["accuracy"] as Double? ?? 0
            )
        }
        return Content(bins: bins, metric: metric, scaling: try scaling(db, metric))
    }

    private static func scaling(_ db: Database, _ metric: ReportedMetric) throws -> Scaling? {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT * FROM figure WHERE metricID = ? AND groupAttribute = ?",
            arguments: [metric.id, GroupFigure.temperatureScaling]
        )
        func figure(_ statistic: String) -> Figure? {
            rows.first { $0["statistic"] as String == statistic }.map(Figure.init)
        }
        guard let temperature = figure(GroupFigure.temperature),
            let before = figure(GroupFigure.beforeTemperature),
            let after = figure(GroupFigure.afterTemperature)
        else { return nil }
        return Scaling(temperature: temperature, before: before, after: after)
    }

    package static func render(_ content: Content) -> HTML {
        let rows = content.bins.map { bin -> HTML in
            """
            <tr><td class="n">\(Numbers.fixed(bin.lower * 100, 0)) – \
            \(Numbers.fixed(bin.upper * 100, 0))\u{202F}%</td>\
            <td class="n">\(Numbers.value(bin.meanConfidence, isShare: true))</td>\
            <td class="n">\(Numbers.value(bin.accuracy, isShare: true))</td>\
            <td class="n">\(Numbers.grouped(bin.count))</td></tr>

            """
        }
        let total = content.bins.reduce(0) { $0 + $1.count }
        let confidence = content.bins.reduce(0) { $0 + $1.meanConfidence * Double($1.count) }
        let right = content.bins.reduce(0) { $0 + $1.accuracy * Double($1.count) }
        let difference = (confidence - right) / Double(max(1, total))
        let verdict: HTML =
            abs(difference) < 0.005
            ? "On average the model is as sure as it is right."
            : """
            On average the model is <strong>\(Numbers.fixed(abs(difference) * 100, 1)) points \
            \(difference > 0 ? "more" : "less") sure</strong> than it is right.
            """
        return """
            <p>\(verdict) \(content.metric.title): \
            \(Markup.value(content.metric.overall, of: content.metric)).\(scaled(content))</p>
            <div class="beside"><div>\(ReliabilityChart.draw(content.bins))</div>
            <div><p class="note">Bars: share of right answers among those with that confidence. \
            Outlined: the gap to the confidence. On the dashed line they agree. Below: how many \
            answers each bar stands for.</p>
            <details><summary>The numbers</summary>\(Markup.scrolling("""
                <table class="figures"><caption class="sr">Confidence and accuracy by bin</caption>\
                <thead><tr><th scope="col" class="n">Confidence</th>\
                <th scope="col" class="n">Mean</th><th scope="col" class="n">Right</th>\
                <th scope="col" class="n">n</th></tr></thead>
                <tbody>\(rows)</tbody></table>
                """, label: "Confidence and accuracy by bin"))</details></div></div>

            """
    }

    private static func scaled(_ content: Content) -> HTML {
        guard let scaling = content.scaling, let temperature = scaling.temperature.value else {
            return ""
        }
        return """
             A temperature of \(Numbers.fixed(temperature, 3)), fitted on \
            \(Numbers.count(scaling.temperature.count, "held-out example")), takes it from \
            \(Markup.value(scaling.before, of: content.metric)) to \
            \(Markup.value(scaling.after, of: content.metric)) over the other \
            \(Numbers.grouped(scaling.after.count)).
            """
    }
}
