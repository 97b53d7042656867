import Domain
import GRDB
import Scoring

/// What a reader must know before any figure: what failed, what is too small, what is undefined, what
/// changed, and where tools mean different things by one name.
enum Warnings {
    /// One thing to know, and the fragment where more is said of it; nil for nowhere.
    struct Warning: Sendable, Equatable {
        let text: String
        let anchor: String?
    }

    /// With fewer examples a 95 % interval of a share is wider than a third of the scale.
    static let fewestExamples = 30
    static let mostShown = 8

    static func load(_ db: Database, _ subject: ReportSubject) throws -> [Warning] {
        // What is said of a task holds of its perturbed and repeated ones too.
        let tasks = subject.tasks.filter { $0.baseID == nil }
        return unfinished(subject.runs) + subject.tasks.compactMap(failed)
            + tasks.flatMap(undefined) + small(tasks)
            + (try changed(db, subject)) + (try refused(db, subject)) + conventions(tasks)
    }

    private static func unfinished(_ runs: [ReportedRun]) -> [Warning] {
        runs.filter { $0.status != "finished" }.map { run in
            Warning(
                text: "Run \(run.id) is not finished (\(run.status)): figures cover what has been "
                    + "answered and scored so far.",
                anchor: nil
            )
        }
    }

    private static func failed(_ task: ReportedTask) -> Warning? {
        guard task.failures > 0, task.requests > 0 else { return nil }
        let share = Double(task.failures) / Double(task.requests)
        let isOne = task.failures == 1
        return Warning(
            text: "\(Numbers.grouped(task.failures)) of "
                + "\(Numbers.count(task.requests, "request")) to \(task.model) "
                + "(\(task.question)) \(isOne ? "has" : "have") no answer, "
                + "\(Numbers.value(share, isShare: true)): \(isOne ? "it is" : "they are") in no "
                + "value.",
            anchor: "\(task.anchor)-\(FailuresSection.id)"
        )
    }

    private static func undefined(_ task: ReportedTask) -> [Warning] {
        task.metrics.compactMap { metric in
            guard let figure = metric.overall else {
                return Warning(
                    text:
                        "\(metric.title) of \(task.model) (\(task.question)) has not been scored.",
                    anchor: task.anchor
                )
            }
            guard figure.value == nil else { return nil }
            return Warning(
                text: "\(metric.title) of \(task.model) (\(task.question)) is "
                    + "\(Markup.reason(figure)).",
                anchor: task.anchor
            )
        }
    }

    /// Metrics by whose names other tools mean something else.
    private static func conventions(_ tasks: [ReportedTask]) -> [Warning] {
        var headings: [String] = []
        for metric in tasks.flatMap(\.metrics) {
            let hasOther = (try? metricCatalog(metric.name))?.convention != nil
            if hasOther, !headings.contains(metric.heading) { headings.append(metric.heading) }
        }
        guard !headings.isEmpty else { return [] }
        return [
            Warning(
                text: "Other tools mean something else by \(headings.joined(separator: ", ")), so "
                    + "figures from elsewhere may not be comparable.",
                anchor: conventionsAnchor
            )
        ]
    }

    /// The fragment where it is told what other tools mean.
    static let conventionsAnchor = "conventions"

    /// Tasks with few examples, each once however many models answered it.
    private static func small(_ tasks: [ReportedTask]) -> [Warning] {
        var questions: [String] = []
        return tasks.compactMap { task in
            guard let count = task.metrics.first?.overall?.count, count > 0,
                count < fewestExamples, !questions.contains(task.question)
            else { return nil }
            questions.append(task.question)
            return Warning(
                text: "\(task.title) on \(task.data) has \(Numbers.count(count, "example")): no "
                    + "more than a large difference can show.",
                anchor: task.anchor
            )
        }
    }

    private static func changed(_ db: Database, _ subject: ReportSubject) throws -> [Warning] {
        try subject.datasetIDs.compactMap { id in
            let sql = "SELECT name, fingerprint FROM dataset WHERE id = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [id]) else { return nil }
            let fingerprint: String = row["fingerprint"], name: String = row["name"]
            let hasChanged = subject.tasks.contains {
                $0.datasetID == id && $0.datasetFingerprint != fingerprint
            }
            guard hasChanged else { return nil }
            return Warning(
                text: "The dataset \(name) has changed since a run of this page read it.",
                anchor: DatasetsSection.id
            )
        }
    }

    private static func refused(_ db: Database, _ subject: ReportSubject) throws -> [Warning] {
        try subject.datasetIDs.compactMap { id in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT dataset.name, count(*) AS count FROM ingestionError
                    JOIN dataset ON dataset.id = datasetID WHERE datasetID = ? GROUP BY datasetID
                    """,
                arguments: [id]
            )
            guard let row else { return nil }
            let name: String = row["name"], count: Int = row["count"]
            return Warning(
                text: "Of \(name), \(Numbers.count(count, "part")) could not be read and "
                    + "\(count == 1 ? "is" : "are") in no figure.",
                anchor: IngestionErrorsSection.id
            )
        }
    }

    static func render(_ warnings: [Warning]) -> HTML {
        guard !warnings.isEmpty else { return "" }
        let items = warnings.prefix(mostShown).map(item)
        let rest = warnings.dropFirst(mostShown).map(item)
        let more: HTML =
            rest.isEmpty
            ? ""
            : "<details><summary>\(Numbers.grouped(rest.count)) more</summary><ul>\(rest)</ul></details>"
        return """
            <div class="warning" role="note"><strong>Before you read on</strong>
            <ul>\(items)</ul>\(more)</div>

            """
    }

    private static func item(_ warning: Warning) -> HTML {
        let text = Markup.data(warning.text, limit: 400)
        let link: HTML = warning.anchor.map { " <a href=\"#\($0)\">See there</a>." } ?? ""
        return "<li>\(text)\(link)</li>\n"
    }
}
