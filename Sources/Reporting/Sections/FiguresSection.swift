import Domain
package import GRDB
import Scoring

/// Every metric of a task over all its examples.
package enum FiguresSection: ReportSection {
    package static let id = "figures"
    package static let title = "Figures"

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> ReportedTask?
    {
        task.metrics.isEmpty ? nil : task
    }

    package static func render(_ task: ReportedTask) -> HTML {
        let scale = Scale(
            covering: task.metrics.filter(\.isShare).compactMap(\.overall),
            isShare: true
        )
        let rows = task.metrics.map { metric -> HTML in
            let chart: HTML =
                metric.isShare
                ? IntervalChart.row(metric.overall, of: metric, on: scale, isFaint: task.isBaseline)
                : ""
            return """
                <tr><th scope="row">\(metric.heading)\u{00A0}\(Markup.arrow(metric))\
                \(options(metric))\(definition(metric))\(note(metric))</th>\
                <td class="n main">\(Markup.value(metric.overall, of: metric))</td>\
                <td class="n">\(Markup.interval(metric.overall, of: metric))\(method(metric))</td>\
                <td class="chart">\(chart)</td>\
                <td class="n">\(Numbers.grouped(metric.overall?.count ?? 0))</td>\
                <td class="n">\(Markup.failures(metric.overall?.failures ?? task.failures))</td></tr>

                """
        }
        let label = "Figures of \(task.model) over all examples"
        let table = Markup.scrolling(
            """
            <table class="figures sortable"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Metric</th><th scope="col" class="n">Value</th>\
            <th scope="col" class="n">95 % interval</th>\
            \(IntervalChart.header(scale))\
            <th scope="col" class="n">n</th><th scope="col" class="n">Failed</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """,
            label: label
        )
        return "\(table)\(methods(task))"
    }

    /// How the intervals of the table were found.
    private static func methods(_ task: ReportedTask) -> HTML {
        let used = Set(task.metrics.compactMap { $0.overall?.interval?.method })
        var sentences: HTML = ""
        if used.contains(.wilson) {
            sentences += " Wilson: the score interval of a proportion (Wilson 1927)."
        }
        if used.contains(.bootstrap) {
            sentences += """
                 Bootstrap: the 2.5th and 97.5th percentile over samples of the examples drawn with \
                replacement (Efron 1979), \(task.replicates) of them, from seed \(task.seed).
                """
        }
        return sentences == .empty ? "" : "<p class=\"note\">95 % intervals.\(sentences)</p>\n"
    }

    private static func method(_ metric: ReportedMetric) -> HTML {
        guard metric.overall?.value != nil, let interval = metric.overall?.interval else {
            return ""
        }
        return "<span class=\"ci\">\(Markup.method(interval.method))</span>"
    }

    private static func options(_ metric: ReportedMetric) -> HTML {
        metric.details.isEmpty ? "" : " <span class=\"muted\">\(metric.details)</span>"
    }

    /// What belongs beside the value: the counts that it is made of, a signature, who judged.
    private static func note(_ metric: ReportedMetric) -> HTML {
        guard let note = metric.overall?.note else { return "" }
        return "<span class=\"definition\">\(Markup.data(note, limit: 300))</span>"
    }

    /// What the metric measures, where this version of Assay knows it.
    private static func definition(_ metric: ReportedMetric) -> HTML {
        guard let type = try? metricCatalog(metric.name) else { return "" }
        return "<span class=\"definition\">\(type.summary)</span>"
    }
}
