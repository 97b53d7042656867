import Domain
package import GRDB

/// The whole report as one HTML document that needs nothing else: no network, no files beside it, no
/// script.
package enum Page {
    /// Reads everything in the given database's snapshot and writes the page.
    ///
    /// The same rows give the same bytes: the page holds no time of its own. Pictures and sound of all tasks
    /// together take at most so many bytes, before base64 adds a third.
    package static func render(_ db: Database, _ subject: ReportSubject, mediaBytes: Int) throws
        -> HTML
    {
        let media = MediaShelf(tasks: subject.tasks.count, totalBytes: mediaBytes)
        var page: [(id: String, title: String, body: HTML)] = []
        for section in pageSectionCatalog.entries {
            guard let body = try section.body(db, subject, media: media) else { continue }
            page.append((section.id, section.title, body))
        }
        let tasks = try subject.tasks.map { task in
            (task: task, body: try article(db, task, media: media))
        }
        let title = title(subject)
        // The summary, then the tasks, then what they rest on.
        let first = page.prefix(1).map { PageFrame.section($0.id, $0.title, $0.body) }
        let rest = page.dropFirst().map { PageFrame.section($0.id, $0.title, $0.body) }
        return PageFrame(
            brand: "Assay report",
            title: title,
            heading: heading(subject),
            lines: subject.runs.map(line),
            links: links(page, tasks.map(\.task)),
            body: "\(first)\(tasks.map(\.body))\(rest)"
        ).html
    }

    private static func title(_ subject: ReportSubject) -> String {
        let suites = subject.runs.map(\.suite).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let runs = subject.runs.map { String($0.id) }.joined(separator: ", ")
        return suites.joined(separator: ", ") + " · run" + (subject.runs.count > 1 ? "s " : " ")
            + runs
    }

    private static func heading(_ subject: ReportSubject) -> HTML {
        Markup.data(title(subject), limit: 200)
    }

    static func line(_ run: ReportedRun) -> HTML {
        let end: HTML = run.finishedAt.map { "finished \(Numbers.time($0))" } ?? "not finished"
        let manifest = try? JSONValue(parsing: run.manifest)
        let machine = ["processor", "system"].compactMap { manifest?[$0]?.string }
        let version = manifest?["assay"]?.string.map { "Assay \($0)" } ?? "Assay"
        let words = ([version] + machine).joined(separator: ", ")
        return """
            <p class="muted run">Run \(run.id), suite version \(Markup.data(run.suiteVersion, limit: 40)), \
            started \(Numbers.time(run.startedAt)), \(end). Measured by \(Markup.data(words, limit: 200)).</p>

            """
    }

    /// A task with its sections.
    private static func article(_ db: Database, _ task: ReportedTask, media: MediaShelf) throws
        -> HTML
    {
        let sections = try taskSectionCatalog.entries.compactMap { section -> HTML? in
            guard let body = try section.body(db, task, media: media) else { return nil }
            return PageFrame.section(of: task.anchor, section.id, section.title, body)
        }
        let kind = Markup.kind(backend: task.backend)
        let lead: HTML = task.isBaseline ? "<strong>A baseline, not a trained model.</strong> " : ""
        let note: HTML = kind == .empty ? "" : "<p class=\"note\">\(lead)\(kind)</p>\n\n"
        let body: [HTML] =
            sections.isEmpty ? ["<p>Nothing has been answered yet.</p>\n"] : sections
        return """
            <article id="\(task.anchor)" class="task" aria-labelledby="\(task.anchor)-title">
            <p class="eyebrow">\(Markup.data(task.title, limit: 80)) · \
            \(Markup.data(task.data, limit: 200))</p>
            <h2 id="\(task.anchor)-title">\(Markup.model(task))</h2>
            \(note)\(body)</article>

            """
    }

    private static func links(
        _ page: [(id: String, title: String, body: HTML)],
        _ tasks: [ReportedTask]
    ) -> [HTML] {
        let sections = page.map { PageFrame.link($0.id, $0.title) }
        let items = tasks.filter { $0.baseID == nil }.map { task -> HTML in
            let run: HTML = task.namesRun ? ", run \(task.run)" : ""
            return """
                <li class="task"><a href="#\(task.anchor)">\(Markup.data(task.model, limit: 60)) \
                <span class="muted">\(Markup.data(task.dataset, limit: 60))\(run)</span></a></li>

                """
        }
        return Array(sections.prefix(1)) + items + Array(sections.dropFirst())
    }
}
