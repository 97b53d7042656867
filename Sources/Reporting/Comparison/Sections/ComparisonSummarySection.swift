import Comparisons
import Domain
package import GRDB
import Scoring
import Storage

/// Who is better at what, in one table, after what a reader must know first.
package enum ComparisonSummarySection: ReportSection {
    package static let id = "summary"
    package static let title = "Summary"

    package static func load(_ db: Database, _ subject: ComparisonSubject, media: MediaShelf) throws
        -> ComparisonSubject?
    {
        subject
    }

    package static func render(_ subject: ComparisonSubject) -> HTML {
        let sides: [(ComparisonMarkup.Side, ComparedModel)] = [
            (.first, subject.comparison.first), (.second, subject.comparison.second),
        ]
        return """
            <p class="lead">\(sentence(subject))</p>
            \(Warnings.render(ComparisonWarnings.load(subject)))\
            <div class="sides">\(zip(sides, subject.runs).map { card($0.0, $0.1, run: $1) })</div>
            \(table(subject))
            """
    }

    /// The answer, in a sentence or two.
    private static func sentence(_ subject: ComparisonSubject) -> HTML {
        let verdicts = subject.tasks.compactMap(\.verdict)
        let tasks: HTML =
            "Both answered \(Numbers.count(verdicts.count, "task")) over the same examples."
        let parts = [Verdict.first, .second, .none].compactMap { verdict -> HTML? in
            let count = verdicts.count { $0 == verdict }
            guard count > 0 else { return nil }
            let share: HTML =
                switch (count, verdicts.count) {
                case (1, 1): ""
                case (verdicts.count, _): " in all of them"
                default: " in \(Numbers.grouped(count))"
                }
            return switch verdict {
            case .first: "\(ComparisonMarkup.letter(.first)) is better\(share)"
            case .second: "\(ComparisonMarkup.letter(.second)) is better\(share)"
            case .none:
                "no difference is shown\(count > 1 && count == verdicts.count ? " in any of them" : share)"
            }
        }
        guard !parts.isEmpty else { return tasks }
        var list: HTML = ""
        for (index, part) in parts.enumerated() { list += "\(index > 0 ? ", " : "")\(part)" }
        return "\(tasks) Verdict: \(list)."
    }

    /// A side: what answered, in which run.
    private static func card(
        _ side: ComparisonMarkup.Side,
        _ model: ComparedModel,
        run: ReportedRun
    ) -> HTML {
        let backend = model.tasks.first?.backend ?? ""
        let manifest = try? JSONValue(parsing: run.manifest)
        let version = manifest?["assay"]?.string
        let program: HTML = version.map { Markup.fact("Assay", Markup.data($0, limit: 80)) } ?? ""
        return """
            <section class="card"><h3>\(ComparisonMarkup.letter(side)) \
            \(Markup.data(model.model, limit: 120))\(Markup.badge(backend: backend))</h3>
            <dl class="facts">\
            \(Markup.fact("Run", "\(run.id), begun \(Numbers.time(run.startedAt))"))\
            \(Markup.fact("Suite", "\(Markup.data(run.suite, limit: 120)), version \(Markup.data(run.suiteVersion, limit: 40))"))\
            \(program)</dl></section>

            """
    }

    private static func table(_ subject: ComparisonSubject) -> HTML {
        let rows = subject.tasks.flatMap { task in
            // What is perturbed or repeated has all its metrics where the task is told of.
            task.comparison.metrics.prefix(task.isVariant ? 1 : .max)
                .map { (task: task, metric: $0) }
        }
        guard !rows.isEmpty else { return "" }
        let table = DifferenceTable.render(
            rows,
            label: "Differences of B to A, by task and metric",
            namesTask: true
        )
        return
            "<section class=\"card\" aria-label=\"Differences\">\(table)\(methods(subject))</section>\n"
    }

    /// How the numbers of the table were found.
    private static func methods(_ subject: ComparisonSubject) -> HTML {
        let options = subject.comparison.options
        let tests = Set(subject.tasks.flatMap { $0.comparison.metrics.map(\.test) })
        var sentences: HTML = """
            B − A over the examples that both answered, of shares in points; intervals at 95 % by the paired \
            bootstrap (Koehn 2004), \(Numbers.grouped(options.replicates)) samples, seed \
            \(subject.comparison.seed). p is two-sided, of no difference,
            """
        let names: [(SignificanceTest, HTML)] = [
            (.mcNemarExact, "McNemar&#39;s exact test where an answer is right or wrong"),
            (
                .matchedPairs,
                "the matched-pairs test (MAPSSWE; Gillick and Cox 1989) for word errors"
            ),
            (
                .randomization,
                """
                approximate randomisation (Noreen 1989) for all other metrics and wherever examples come in \
                clusters
                """
            ),
        ]
        for (index, name) in names.filter({ tests.contains($0.0) }).enumerated() {
            sentences += "\(index > 0 ? "," : "") by \(name.1)"
        }
        return """
            <p class="note">\(sentences). Holm&#39;s correction is over the first metric of each task; the \
            others are not corrected. A difference counts as shown at \
            \(Numbers.fixed(options.significance, 3)); a model is marked as better only then.</p>

            """
    }
}
