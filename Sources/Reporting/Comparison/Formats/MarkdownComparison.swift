import Comparisons
import Domain
package import GRDB
import Scoring
import Storage

/// A table to paste into a pull request, and what should be known of it.
package enum MarkdownComparison: ComparisonFormat {
    package static let name = "markdown"
    package static let fileExtension = "md"
    package static let summary = "a table to paste into a pull request"
    package static let usualFlips: Int? = 0

    private static let header = [
        "Task", "Dataset", "Metric", "", "A", "B", "B − A", "95 % interval", "n", "p", "Holm p",
        "Verdict", "Only A better", "Only B better",
    ]

    package static func write(_ db: Database, _ subject: ComparisonSubject) throws -> String {
        let comparison = subject.comparison
        let sides = zip(["A", "B"], [comparison.first, comparison.second]).map { letter, side in
            "\(letter): "
                + MarkdownTable.cell("\(side.model), run \(side.run.id) (\(side.run.suite))")
        }
        var text = "\(sides.joined(separator: "  \n"))\n\n"
        text += MarkdownTable.heading(header, numeric: 4..<11)
        for task in subject.tasks {
            for metric in task.comparison.metrics { text += row(metric, of: task) }
        }
        let warnings = ComparisonWarnings.load(subject)
        if !warnings.isEmpty {
            text += "\n" + warnings.map { "- \(MarkdownTable.cell($0.text))\n" }.joined()
        }
        let options = comparison.options
        let alpha = Numbers.fixed(options.significance, 3)
        text += """

            B − A over the examples that both answered, of shares in points; intervals from \
            \(Numbers.grouped(options.replicates)) paired resamples, seed \(comparison.seed); p is \
            two-sided, Holm's correction is over the first metric of each task, significance \(alpha).

            """
        return text
    }

    private static func row(_ metric: MetricComparison, of task: ComparedTask) -> String {
        let reported = task.reported(metric)
        let isMain = metric.metric.id == task.main?.metric.id
        let numbers = DifferenceNumbers(metric)
        let flips = isMain ? task.comparison.flips : nil
        return MarkdownTable.line([
            task.first.task, task.first.data, metric.metric.title,
            reported.higherIsBetter ? "↑" : "↓", numbers.first, numbers.second, numbers.difference,
            numbers.interval ?? "—", String(metric.tests.examples), numbers.p,
            metric.corrected.map(DifferenceNumbers.p) ?? "—",
            ComparisonMarkup.words(metric.verdict(at: task.options.significance)),
            flips.map { String($0.firstBetterCount) } ?? "—",
            flips.map { String($0.secondBetterCount) } ?? "—",
        ])
    }
}
