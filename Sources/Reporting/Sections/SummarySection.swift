import Domain
package import GRDB
import Scoring

/// What was measured, and each task's figures side by side for the models that answered it.
package enum SummarySection: ReportSection {
    package static let id = "summary"
    package static let title = "Summary"

    package struct Content: Sendable {
        let warnings: [Warnings.Warning]
        /// Tasks that ask the same of different models or in different runs, together.
        let questions: [[ReportedTask]]
        /// Who is best in each of them; nil where there is nothing to rank.
        let standings: [Standing?]
        let datasets: Int
        /// Of all tasks, the perturbed and repeated ones included.
        let requests: Int
        let failures: Int
        let answerers: [Answerer]
    }

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> Content?
    {
        var questions: [[ReportedTask]] = []
        // Perturbed and repeated tasks are told of where the task is that they repeat.
        for task in subject.tasks where task.baseID == nil {
            if let index = questions.firstIndex(where: { $0.first?.question == task.question }) {
                questions[index].append(task)
            } else {
                questions.append([task])
            }
        }
        return Content(
            warnings: try Warnings.load(db, subject),
            questions: questions,
            standings: try questions.map { try Standing(db, $0) },
            datasets: subject.datasetIDs.count,
            requests: subject.tasks.reduce(0) { $0 + $1.requests },
            failures: subject.tasks.reduce(0) { $0 + $1.failures },
            answerers: try Answerer.all(db, subject)
        )
    }

    package static func render(_ content: Content) -> HTML {
        return """
            <p class="lead">\(sentence(content))</p>
            \(Warnings.render(content.warnings))\(leaderboard(content))\(zip(content.questions, content.standings).map(question))\
            \(conventions(content))\(AnswererList.render(content.answerers))
            """
    }

    /// All runs at a glance, where there are several.
    private static func leaderboard(_ content: Content) -> HTML {
        Leaderboard(content.questions, content.standings).map(LeaderboardView.render) ?? ""
    }

    /// What was measured, in a sentence.
    private static func sentence(_ content: Content) -> HTML {
        guard !content.questions.isEmpty else { return "This run has no tasks." }
        let failures = content.failures
        let failed: HTML =
            failures == 0
            ? "none failed"
            : "<strong class=\"bad\">\(Numbers.grouped(failures)) failed</strong> and are in no value"
        return """
            \(AnswererList.counted(content.answerers)) answered \
            \(Numbers.count(content.questions.count, "task")) over \
            \(Numbers.count(content.datasets, "dataset")). \
            Of \(Numbers.count(content.requests, "request")), \(failed).
            """
    }

    /// What other tools may mean by the same names.
    private static func conventions(_ content: Content) -> HTML {
        let metrics = content.questions.flatMap { $0.flatMap(\.metrics) }
        var names: [String] = []
        let notes = metrics.compactMap { metric -> HTML? in
            guard !names.contains(metric.name),
                let convention = (try? metricCatalog(metric.name))?.convention
            else { return nil }
            names.append(metric.name)
            return Markup.fact("\(metric.heading)", "\(convention)")
        }
        guard !notes.isEmpty else { return "" }
        return """
            <section class="card" id="\(Warnings.conventionsAnchor)"><h3>Where tools differ</h3>
            <dl class="facts">\(notes)</dl></section>

            """
    }

    private static func question(_ tasks: [ReportedTask], _ standing: Standing?) -> HTML {
        guard let first = tasks.first else { return "" }
        let names = tasks.flatMap(\.metrics).reduce(into: [String]()) { names, metric in
            if !names.contains(metric.identifier) { names.append(metric.identifier) }
        }
        let main = names.first
        let figures = tasks.compactMap { task in
            task.metrics.first { $0.identifier == main }?.overall
        }
        let isShare = first.metrics.first?.isShare ?? true
        let scale = Scale(covering: figures, isShare: isShare)
        let headers = names.compactMap { name in
            tasks.flatMap(\.metrics).first { $0.identifier == name }
        }.map(Markup.header)
        let rows = tasks.map { row($0, names: names, scale: scale, standing) }
        let label = "Figures of \(first.question)"
        let table: HTML = """
            <table class="figures"><caption class="sr">\(label)</caption>
            <thead><tr><th scope="col">Model</th>\(headers.prefix(1).map { $0 })\
            \(IntervalChart.header(scale))\
            \(standing == nil ? "" : StandingView.header)\
            <th scope="col" class="n">n</th><th scope="col" class="n">Failed</th>\
            \(headers.dropFirst().map { $0 })</tr></thead>
            <tbody>\(rows)</tbody></table>
            """
        return """
            <section class="card" aria-label="\(first.question)">
            <h3>\(Markup.data(first.title, limit: 80)) <span class="muted">on \
            \(Markup.data(first.data, limit: 200))</span></h3>
            \(Markup.scrolling(table, label: label))</section>

            """
    }

    private static func row(
        _ task: ReportedTask,
        names: [String],
        scale: Scale,
        _ standing: Standing?
    ) -> HTML {
        let cells = names.map { name -> HTML in
            guard let metric = task.metrics.first(where: { $0.identifier == name }) else {
                return "<td class=\"n\">\(Markup.dash("not asked for in this run"))</td>"
            }
            let emphasis: HTML = name == names.first ? " main" : ""
            let interval: HTML =
                metric.overall?.interval == nil
                ? "" : "<span class=\"ci\">\(Markup.interval(metric.overall, of: metric))</span>"
            return """
                <td class="n\(emphasis)"><span class="value">\
                \(Markup.value(metric.overall, of: metric))</span>\(interval)</td>
                """
        }
        let main = task.metrics.first { $0.identifier == names.first }
        let chart: HTML =
            main.map {
                IntervalChart.row($0.overall, of: $0, on: scale, isFaint: task.isBaseline)
            } ?? ""
        let count: HTML =
            main.map { "\(Numbers.grouped($0.overall?.count ?? 0))" }
            ?? Markup.dash("not asked for in this run")
        let kind: HTML = task.isBaseline ? " class=\"is-baseline\"" : ""
        return """
            <tr\(kind)><th scope="row">\(Markup.model(task, isLink: true))</th>\
            \(cells.prefix(1).map { $0 })<td class="chart">\(chart)</td>\
            \(standing.map { StandingView.cell(task, in: $0) } ?? "")<td class="n">\(count)</td>\
            <td class="n">\(Markup.failures(main?.overall?.failures ?? task.failures))</td>\
            \(cells.dropFirst().map { $0 })</tr>

            """
    }
}
