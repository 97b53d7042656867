import Comparisons
package import GRDB
import Storage

/// The examples of a task that are in no number of its comparison, and why.
package enum LeftOutSection: ReportSection {
    package static let id = "left-out"
    package static let title = "Left out"

    package struct Content: Sendable {
        let task: ComparedTask
        /// Why each side failed; nil where it did not.
        let firstErrors: FailuresSection.Content?
        let secondErrors: FailuresSection.Content?
    }

    package static func load(_ db: Database, _ task: ComparedTask, media: MediaShelf) throws
        -> Content?
    {
        let alone = (task.main?.firstAlone ?? 0) + (task.main?.secondAlone ?? 0)
        let failed = task.comparison.firstFailed + task.comparison.secondFailed
        guard alone + failed > 0 else { return nil }
        return Content(
            task: task,
            firstErrors: try FailuresSection.load(db, task.first, media: media),
            secondErrors: try FailuresSection.load(db, task.second, media: media)
        )
    }

    package static func render(_ content: Content) -> HTML {
        let comparison = content.task.comparison
        let main = content.task.main
        let label = "Examples left out, by model"
        func row(_ name: HTML, _ first: Int, _ second: Int) -> HTML {
            """
            <tr><th scope="row">\(name)</th><td class="n">\(Markup.failures(first))</td>\
            <td class="n">\(Markup.failures(second))</td></tr>

            """
        }
        let table: HTML = """
            <table class="figures"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Examples</th><th scope="col" class="n">A</th>\
            <th scope="col" class="n">B</th></tr></thead>
            <tbody>\(row("That the model failed on", comparison.firstFailed, comparison.secondFailed))\
            \(row("That only this model has a score for", main?.firstAlone ?? 0, main?.secondAlone ?? 0))\
            </tbody></table>
            """
        return """
            \(Markup.scrolling(table, label: label))\
            \(errors(.first, content.firstErrors))\(errors(.second, content.secondErrors))
            """
    }

    private static func errors(
        _ side: ComparisonMarkup.Side,
        _ content: FailuresSection.Content?
    ) -> HTML {
        guard let content else { return "" }
        return """
            <h4>Errors of \(ComparisonMarkup.letter(side))</h4>
            \(FailuresSection.render(content))
            """
    }
}
