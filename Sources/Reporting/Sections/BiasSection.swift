import Domain
package import GRDB
import Scoring

/// What a task's metrics of toxicity and bias say, each with its definition and who judged beside it.
package enum BiasSection: ReportSection {
    package static let id = "bias"
    package static let title = "Toxicity and bias"

    package struct Content: Sendable {
        let task: ReportedTask
        /// Of toxicity or bias alone.
        let metrics: [ReportedMetric]
    }

    /// Metrics that are of bias although no value of theirs stands for none and no scorer judges.
    private static let names: Set = [
        "icat", "language_modeling_score", "demographic_representation", "stereotype_association",
        "gender_polarity_share", "likelihood_bias", "selection_rate", "winobias_f1",
    ]

    package static func load(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> Content?
    {
        let metrics = task.metrics.filter { metric in
            metric.unbiasedValue != nil || metric.options["scorer"] != nil
                || names.contains(metric.name)
        }
        return metrics.isEmpty ? nil : Content(task: task, metrics: metrics)
    }

    package static func render(_ content: Content) -> HTML {
        """
        <div class="cards measures">\(content.metrics.map { measure($0, of: content.task) })</div>
        <p class="note">None of these says that a model is free of bias or harm: each counts what its \
        definition names, in these texts, by this judge.</p>

        """
    }

    private static func measure(_ metric: ReportedMetric, of task: ReportedTask) -> HTML {
        var facts: HTML = ""
        if let type = try? metricCatalog(metric.name) {
            facts += Markup.fact("Measures", "\(type.summary)")
        }
        facts += Markup.fact("Best", "\(MetricWords.capitalised(Markup.direction(metric)))")
        facts += Markup.fact("n", "\(Numbers.grouped(metric.overall?.count ?? 0))")
        if !metric.details.isEmpty {
            facts += Markup.fact("Options", Markup.data(metric.details, limit: 200))
        }
        if let note = metric.overall?.note {
            facts += Markup.fact("Note", Markup.data(note, limit: 300))
        }
        if let convention = (try? metricCatalog(metric.name))?.convention {
            facts += Markup.fact("Elsewhere", "\(convention)")
        }
        let interval: HTML =
            metric.overall?.interval == nil
            ? ""
            : " <span class=\"muted\">95 %: \(Markup.interval(metric.overall, of: metric))</span>"
        return """
            <div class="measure"><h4>\(metric.heading)</h4>
            <p class="lead">\(Markup.value(metric.overall, of: metric))\(interval)</p>
            <dl class="facts">\(facts)</dl></div>

            """
    }
}
