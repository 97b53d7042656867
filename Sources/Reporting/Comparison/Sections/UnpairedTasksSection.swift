package import Comparisons
package import GRDB
import Storage

/// The tasks that only one of the two models has.
package enum UnpairedTasksSection: ReportSection {
    package static let id = "unpaired"
    package static let title = "Not compared"

    package static func load(_ db: Database, _ subject: ComparisonSubject, media: MediaShelf) throws
        -> Comparison?
    {
        let comparison = subject.comparison
        return comparison.firstAlone.isEmpty && comparison.secondAlone.isEmpty ? nil : comparison
    }

    package static func render(_ comparison: Comparison) -> HTML {
        """
        <p>These tasks have no partner: the same kind of task over the same dataset and split, with the same \
        perturbation and repetition.</p>
        \(list(.first, comparison.firstAlone))\(list(.second, comparison.secondAlone))
        """
    }

    private static func list(_ side: ComparisonMarkup.Side, _ tasks: [TaskRecord]) -> HTML {
        guard !tasks.isEmpty else { return "" }
        let items = tasks.map {
            "<li id=\"task-\($0.id)\">\(Markup.data($0.question, limit: 200))</li>\n" as HTML
        }
        return "<h3>Only \(ComparisonMarkup.letter(side)) has</h3>\n<ul>\(items)</ul>\n"
    }
}
