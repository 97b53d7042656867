import Comparisons
import Domain
import GRDB

/// A comparison of two models as one HTML document, in the style of the report.
enum ComparisonPage {
    /// Reads everything in the given database's snapshot and writes the page.
    ///
    /// The same rows give the same bytes. Pictures and sound of all tasks together take at most so many
    /// bytes, before base64 adds a third.
    static func render(_ db: Database, _ subject: ComparisonSubject, mediaBytes: Int) throws -> HTML
    {
        let media = MediaShelf(tasks: subject.tasks.count, totalBytes: mediaBytes)
        var page: [(id: String, title: String, body: HTML)] = []
        for section in comparisonSectionCatalog.entries {
            guard let body = try section.body(db, subject, media: media) else { continue }
            page.append((section.id, section.title, body))
        }
        let tasks = try subject.tasks.map { try article(db, $0, media: media) }
        let first = subject.comparison.first, second = subject.comparison.second
        let sections = page.map { PageFrame.section($0.id, $0.title, $0.body) }
        let links = page.map { PageFrame.link($0.id, $0.title) }
        return PageFrame(
            brand: "Assay comparison",
            title: "\(first.model) and \(second.model)",
            heading: """
                \(ComparisonMarkup.letter(.first)) \(Markup.data(first.model, limit: 80)) \
                <span class="versus">against</span> \(ComparisonMarkup.letter(.second)) \
                \(Markup.data(second.model, limit: 80))
                """,
            lines: subject.report.runs.map(Page.line),
            links: links.prefix(1) + subject.tasks.filter { !$0.isVariant }.map(link)
                + links.dropFirst(),
            body: "\(sections.prefix(1).map { $0 })\(tasks)\(sections.dropFirst().map { $0 })"
        ).html
    }

    /// A task with its sections.
    private static func article(_ db: Database, _ task: ComparedTask, media: MediaShelf) throws
        -> HTML
    {
        let sections = try comparedTaskSectionCatalog.entries.compactMap { section -> HTML? in
            guard let body = try section.body(db, task, media: media) else { return nil }
            return PageFrame.section(of: task.anchor, section.id, section.title, body)
        }
        let verdict: HTML = task.verdict.map { " \(ComparisonMarkup.verdict($0))" } ?? ""
        return """
            <article id="\(task.anchor)" class="task" aria-labelledby="\(task.anchor)-title">
            <p class="eyebrow" id="\(task.second.anchor)">\(Markup.data(task.first.data, limit: 200))</p>
            <h2 id="\(task.anchor)-title">\(Markup.data(task.first.title, limit: 80))\(verdict)</h2>
            \(sections)</article>

            """
    }

    private static func link(_ task: ComparedTask) -> HTML {
        """
        <li class="task"><a href="#\(task.anchor)">\(Markup.data(task.first.title, limit: 60)) \
        <span class="muted">\(Markup.data(task.first.dataset, limit: 60))</span></a></li>

        """
    }
}
