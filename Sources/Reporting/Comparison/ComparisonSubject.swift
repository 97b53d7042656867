package import Comparisons
package import GRDB
import Storage

/// What a page about two models is of: their comparison, and what a report knows of both.
package struct ComparisonSubject: Sendable {
    package let comparison: Comparison
    /// The runs of both sides with the tasks of the two models, as the report's sections take them.
    let report: ReportSubject
    /// The tasks of both, in the comparison's order.
    let tasks: [ComparedTask]
    /// Of the first and the second side.
    let runs: [ReportedRun]

    /// What a page may take; other formats take what they need.
    var mostBytes: Int { report.mostBytes }

    /// Reads what the runs of both sides consist of.
    ///
    /// - Throws: ``ReportingError/unknownRun(_:known:)`` for a run that is no longer there.
    package init(
        _ db: Database,
        _ comparison: Comparison,
        mostBytes: Int = ReportSubject.usualBytes
    ) throws {
        self.comparison = comparison
        let sides = [comparison.first, comparison.second]
        let whole = try ReportSubject(db, runs: sides.map(\.run.id), mostBytes: mostBytes)
        // What the comparison was not asked for is not told of.
        let ids = Set(
            comparison.tasks.flatMap { [$0.first.id, $0.second.id] }
                + (comparison.firstAlone + comparison.secondAlone).map(\.id)
        )
        report = whole.with(whole.tasks.filter { ids.contains($0.id) })
        runs = sides.compactMap { side in whole.runs.first { $0.id == side.run.id } }
        let tasks = Dictionary(whole.tasks.map { ($0.id, $0) }) { first, _ in first }
        self.tasks = comparison.tasks.compactMap { task in
            guard let first = tasks[task.first.id], let second = tasks[task.second.id] else {
                return nil
            }
            return ComparedTask(
                comparison: task,
                first: first,
                second: second,
                options: comparison.options,
                seed: comparison.seed
            )
        }
    }

    /// A name for the page's file, without folder and extension, such as `quickstart-1-bert-1-gpt2`.
    package var fileName: String {
        let first = comparison.first, second = comparison.second
        return [
            first.run.suite, String(first.run.id), first.model, String(second.run.id), second.model,
        ].map(ReportSubject.safe).joined(separator: "-")
    }
}

/// A task of both models, as the sections of a comparison take it.
package struct ComparedTask: Sendable {
    package let comparison: TaskComparison
    let first: ReportedTask
    let second: ReportedTask
    let options: ComparisonOptions
    /// Of the random numbers.
    let seed: Int

    /// The metric that Holm's correction and the flips are about; nil where none has a value.
    var main: MetricComparison? { comparison.metrics.first }
    /// The fragment by which links reach the task.
    var anchor: String { first.anchor }
    /// Whether it asks again what another task asks: perturbed, or with another seed.
    var isVariant: Bool { first.baseID != nil }
    /// Who is better by the first metric.
    var verdict: Verdict? { main?.verdict(at: options.significance) }

    /// A metric as the report writes it.
    func reported(_ metric: MetricComparison) -> ReportedMetric {
        first.metrics.first { $0.id == metric.metric.id } ?? ReportedMetric(metric.metric)
    }
}
