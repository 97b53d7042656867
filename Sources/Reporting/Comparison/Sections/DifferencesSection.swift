import Comparisons
package import GRDB
import Scoring
import Storage

/// Every metric of a task for both models, what all tests say, and what the number of examples is good for.
package enum DifferencesSection: ReportSection {
    package static let id = "differences"
    package static let title = "Differences"

    package static func load(_ db: Database, _ task: ComparedTask, media: MediaShelf) throws
        -> ComparedTask?
    {
        task
    }

    package static func render(_ task: ComparedTask) -> HTML {
        let sides: HTML = """
            <p>\(ComparisonMarkup.model(.first, task.first)), \(ComparisonMarkup.model(.second, task.second))</p>

            """
        guard let main = task.main else {
            return """
                \(sides)<p>No example has a score of a common metric on both sides, so nothing can be \
                compared.</p>

                """
        }
        let table = DifferenceTable.render(
            task.comparison.metrics.map { (task: task, metric: $0) },
            label: "Differences in \(task.first.question), by metric",
            namesTask: false
        )
        return """
            \(sides)\(table)<p>\(plan(main, task))</p>
            \(clusters(main, task))\(tests(task))
            """
    }

    /// What so many examples can show of the first metric.
    private static func plan(_ metric: MetricComparison, _ task: ComparedTask) -> HTML {
        let tests = metric.tests
        let isShare = metric.metric.isShare
        let found =
            tests.clusters.map { Numbers.count($0, "cluster") }
            ?? Numbers.count(tests.examples, "example")
        if let units = metric.unitsToSwap(at: task.options.significance) {
            return """
                \(found) cannot show any difference, however large; \(Numbers.grouped(units)) are needed.
                """
        }
        let heading = task.reported(metric).heading
        let chance = "\(Numbers.fixed(100 * Power().power, 0))\u{202F}%"
        let difference = DifferenceNumbers.size(tests.difference, isShare: isShare)
        let needed: HTML =
            if let examples = metric.examplesNeeded {
                """
                To show \(difference) in \(heading) with a chance of \(chance), \
                \(Numbers.count(examples, "example")) would be needed
                """
            } else if tests.difference == 0 {
                "The two values of \(heading) are the same"
            } else {
                "How many examples would be needed cannot be said of these"
            }
        let smallest: HTML =
            metric.smallestDifference.map {
                "; the \(found) can show \(DifferenceNumbers.size($0, isShare: isShare))"
            } ?? ""
        return "\(needed)\(smallest)."
    }

    private static func clusters(_ metric: MetricComparison, _ task: ComparedTask) -> HTML {
        guard let clusters = metric.tests.clusters else { return "" }
        return """
            <p class="note">Examples stray together by \
            \(Markup.code(task.comparison.clusterBy ?? "", limit: 80)), so they are drawn and swapped by it: \
            \(Numbers.count(clusters, "cluster")).</p>

            """
    }

    /// Every test that there is, also those that do not decide.
    private static func tests(_ task: ComparedTask) -> HTML {
        let rows = task.comparison.metrics.map { metric -> HTML in
            let tests = metric.tests
            let reported = task.reported(metric)
            let mcNemar: HTML =
                tests.mcNemar.map {
                    """
                    \(DifferenceNumbers.p($0.exact)) <span class="ci">\(Numbers.grouped($0.first)) against \
                    \(Numbers.grouped($0.second))</span>
                    """
                } ?? Markup.dash("not a metric that is right or wrong about an example")
            let student: HTML =
                tests.mean.map { "\(DifferenceNumbers.p($0.student))" }
                ?? Markup.dash("not a mean over examples")
            let stretches: HTML =
                if let matched = metric.matchedPairs, let difference = matched.difference {
                    """
                    \(DifferenceNumbers.p(difference.normal)) <span class="ci">\
                    \(Numbers.count(matched.stretches.count, "stretch", "stretches"))</span>
                    """
                } else { Markup.dash("only of word error rates, with two stretches or more") }
            let bootstrap: HTML =
                tests.bootstrap.map { "\(DifferenceNumbers.p($0.p))" }
                ?? Markup.dash("too few examples")
            return """
                <tr><th scope="row">\(reported.title)</th>\
                <td class="n">\(DifferenceNumbers.p(tests.randomization.p))</td>\
                <td class="n">\(bootstrap)</td><td class="n">\(mcNemar)</td>\
                <td class="n">\(student)</td><td class="n">\(stretches)</td>\
                <td>\(ComparisonMarkup.words(metric.test))</td></tr>

                """
        }
        let label = "p by every test, in \(task.first.question)"
        let table: HTML = """
            <table class="figures"><caption class="sr">\(label)</caption><thead><tr>\
            <th scope="col">Metric</th><th scope="col" class="n">Randomisation</th>\
            <th scope="col" class="n">Paired bootstrap</th>\
            <th scope="col" class="n">McNemar, exact</th>\
            <th scope="col" class="n">Paired t</th><th scope="col" class="n">MAPSSWE</th>\
            <th scope="col">Decides</th></tr></thead><tbody>\(rows)</tbody></table>
            """
        return """
            <details><summary>What every test says</summary>
            \(Markup.scrolling(table, label: label))</details>

            """
    }
}
