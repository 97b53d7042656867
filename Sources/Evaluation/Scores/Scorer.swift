import Comparisons
import Digests
package import Domain
import Scoring
package import Storage

/// Tallies stored answers with metrics, and computes the figures of a run from the tallies.
///
/// Needs no model. It can be cut off anywhere and begun again: what holds stays until what takes its place
/// is complete.
package struct Scorer {
    private let store: Store
    private let textScorers: TextScorers
    private let progress: (RunProgress) -> Void

    private static let pageSize = 4_096

    package init(
        store: Store,
        textScorers: TextScorers = .undeclared,
        progress: @escaping (RunProgress) -> Void = { _ in }
    ) {
        self.store = store
        self.textScorers = textScorers
        self.progress = progress
    }

    /// A metric with its row.
    private struct Entry {
        let metric: AnyMetric
        let record: MetricRecord
        var pending: [NewScore] = []
        /// How many references examples have, for metrics whose signature says so.
        var references: Set<Int> = []

        var feed: Feed { Feed(kind: metric.takes, textScorer: metric.textScorer) }
    }

    /// What metrics are given together: outcomes of a kind, and of one text scorer where one judges.
    private struct Feed: Hashable {
        let kind: Outcome.Kind
        let textScorer: String?

        var order: String { kind.rawValue + " " + (textScorer ?? "") }
    }

    /// What became of a metric that was scored.
    package enum Result: Sendable, Equatable {
        /// Scored for the first time.
        case new
        /// The same as before, which stays.
        case unchanged
        /// Other than before; the earlier scores stay, superseded.
        case changed
        /// Not computed: this program has another version of what it needs. The scores stay.
        case kept(reason: String)
    }

    /// Scores the tasks of a run.
    ///
    /// Earlier scores stay: where a metric comes out otherwise than before, the earlier scores are
    /// superseded, with when, by whom and why.
    ///
    /// - Parameters:
    ///   - run: Whose stored answers are scored.
    ///   - metrics: Only these; nil for all that the run has.
    ///   - scoring: Who scores, and why.
    /// - Returns: What became of each metric.
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if a metric cannot be computed.
    @discardableResult
    package func score(
        run: RunRecord,
        metrics: Set<Int64>? = nil,
        scoring: NewScoring = NewScoring(author: "assay", reason: "run", codeVersion: codeVersion)
    ) throws -> [(metric: MetricRecord, result: Result)] {
        let scoringID = try store.beginScoring(scoring, runID: run.id)
        var results: [(metric: MetricRecord, result: Result)] = []
        for task in try store.tasks(runID: run.id) {
            var entries: [Entry] = []
            var earlier: [MetricRecord] = []
            for record in try store.metrics(taskID: task.id)
            where metrics?.contains(record.id) ?? true {
                do {
                    let metric = try AnyMetric(record)
                    if record.scoringID == nil { try store.clearScores(metricID: record.id) }
                    let own =
                        record.scoringID == nil ? record : try store.addCandidate(for: record)
                    entries.append(Entry(metric: metric, record: own))
                    earlier.append(record)
                } catch let error as MetricError {
                    guard case .normalizerVersion = error else { throw error }
                    results.append((record, .kept(reason: "\(error)")))
                }
            }
            try score(task, entries, seed: UInt64(bitPattern: Int64(run.seed)))
            for (entry, record) in zip(entries, earlier) {
                results.append((record, try settle(entry.record, for: record, scoringID)))
            }
        }
        try RobustnessScorer(store: store).score(run: run)
        try RepeatScorer(store: store).score(run: run)
        try TemperatureScorer(store: store).score(run: run)
        return results
    }

    private func settle(_ scored: MetricRecord, for record: MetricRecord, _ scoringID: Int64) throws
        -> Result
    {
        guard scored.id != record.id else {
            try store.settle(metricID: record.id, scoringID: scoringID)
            return .new
        }
        let differs = try store.settle(candidate: scored, for: record, scoringID: scoringID)
        return differs ? .changed : .unchanged
    }

    /// Adds a metric to the tasks of a run that can feed it; the scores come with
    /// ``score(run:metrics:scoring:)``.
    ///
    /// - Returns: The metric's row of each of those tasks, which may have been there before.
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if none can.
    package func add(_ name: String, options: [String: JSONValue] = [:], to run: RunRecord) throws
        -> [MetricRecord]
    {
        let metric = try textScorers.identified(AnyMetric(name: name, options: options))
        var added: [MetricRecord] = []
        var objections: [String] = []
        for task in try store.tasks(runID: run.id) {
            let type = try taskCatalog(task.task)
            if type.canFeed(metric), try fits(metric, task) {
                added.append(try store.addMetric(metric.plan, to: task))
            } else {
                objections.append(task.task)
            }
        }
        if added.isEmpty {
            throw EvaluationError.scoring(
                what: "the metric '\(name)'",
                reason: "run \(run.id) has no task that it can be computed for, only "
                    + objections.joined(separator: ", ")
            )
        }
        return added
    }

    private func fits(_ metric: AnyMetric, _ task: TaskRecord) throws -> Bool {
        guard !metric.targets.isEmpty else { return true }
        let first = try store.examples(datasetID: task.datasetID, split: task.split, limit: 1)
        return (first.first?.example.target?.kind).map(metric.targets.contains) ?? false
    }

    // MARK: - One task

    private func score(_ task: TaskRecord, _ entries: [Entry], seed: UInt64) throws {
        let feeds = Set(entries.map(\.feed)).sorted { $0.order < $1.order }
        let made = try task.made().completed {
            try store.labelCounts(datasetID: task.datasetID, split: task.split)
                .map(\.label).sorted()
        }
        for feed in feeds {
            var entries = entries.filter { $0.feed == feed }
            let judge = try feed.textScorer.map { try textScorers.judge($0, store: store) }
            if let judge { try self.judge(task, made, judge) }
            let outcomes = judge?.outcomes(of: made.outcomes(.texts)) ?? made.outcomes(feed.kind)
            let failures = try score(task, made, outcomes, &entries)
            try save(&entries)
            for entry in entries {
                var figures = try FigureMaker(
                    store: store,
                    task: task,
                    metric: entry.metric,
                    metricID: entry.record.id,
                    seed: seed
                )
                .figures(failures: failures)
                for index in figures.indices {
                    let own = figures[index].figure.note
                    let signature =
                        figures[index].isOverall
                        ? entry.metric.signature(references: entry.references) : nil
                    let notes = [own, signature, judge?.note].compactMap(\.self)
                    if !notes.isEmpty { figures[index].figure.note = notes.joined(separator: "; ") }
                }
                try store.save(figures, metricID: entry.record.id)
            }
        }
    }

    /// Has every text of a task judged that was not before, many at a time.
    ///
    /// Where a text is made of an example as well, it is judged when its example is scored.
    private func judge(_ task: TaskRecord, _ made: any EvaluationTask, _ judge: TextJudge) throws {
        guard case .each(let outcome) = made.outcomes(.texts) else { return }
        var memo = OutputMemo(kind: type(of: made).output)
        var texts: [String] = []
        var judged = 0
        let count = { (new: Int) in
            judged += new
            report(task, done: judged, failed: 0, phase: .judging)
        }
        try store.forEachAnswered(taskID: task.id) { rows in
            guard !rows.contains(where: { $0.output == nil }) else { return }
            if case .texts(let answers) = try outcome(rows.map { try memo.output($0) }) {
                texts += answers
            }
            if texts.count >= Self.pageSize {
                try judge.judge(texts, report: count)
                texts.removeAll(keepingCapacity: true)
            }
        }
        try judge.judge(texts, report: count)
    }

    /// Tallies the answers of a task with metrics that all take the same outcomes.
    private func score(
        _ task: TaskRecord,
        _ made: any EvaluationTask,
        _ outcomes: Outcomes,
        _ entries: inout [Entry]
    ) throws -> Int {
        let output = type(of: made).output
        switch outcomes {
        case .each(let outcome):
            return try scoreEach(
                task,
                output,
                needsExample: entries.contains { $0.metric.readsExample },
                { outputs, _ in try outcome(outputs) },
                &entries
            )
        case .eachExample(let outcome):
            return try scoreEach(
                task,
                output,
                needsExample: true,
                { [store] outputs, example in
                    guard let example else { throw PredictionFailure("the example is gone") }
                    return try outcome(AnsweredExample(example: example, outputs: outputs), store)
                },
                &entries
            )
        case .together(let outcomes):
            return try scoreTogether(task, output, outcomes, &entries)
        }
    }

    private func scoreEach(
        _ task: TaskRecord,
        _ kind: ModelOutput.Kind,
        needsExample: Bool,
        _ outcome: ([ModelOutput], Example?) throws -> Outcome,
        _ entries: inout [Entry]
    ) throws -> Int {
        var examples = try ExamplesOfTask(store: store, task: task)
        var failures = 0
        var done = 0
        var memo = OutputMemo(kind: kind)
        try store.forEachAnswered(taskID: task.id) { rows in
            done += 1
            if rows.contains(where: { $0.output == nil }) {
                failures += 1
            } else {
                let outputs = try rows.map { try memo.output($0) }
                let example = needsExample ? try examples.example(rows[0].exampleID) : nil
                let made: Outcome
                do { made = try outcome(outputs, example) } catch {
                    throw Self.failure(rows[0].exampleID, task, error)
                }
                try tally(made, of: ScoredExample(rows, example), rows[0].exampleID, task, &entries)
            }
            if done.isMultiple(of: Self.pageSize) {
                try save(&entries)
                report(task, done: done, failed: failures)
            }
        }
        return failures
    }

    private func scoreTogether(
        _ task: TaskRecord,
        _ kind: ModelOutput.Kind,
        _ outcomes: ([AnsweredExample]) throws -> [Outcome],
        _ entries: inout [Entry]
    ) throws -> Int {
        var failures = 0
        var memo = OutputMemo(kind: kind)
        var examples = try ExamplesOfTask(store: store, task: task)
        var answered: [AnsweredExample] = []
        var owners: [(exampleID: Int64, example: ScoredExample)] = []
        try store.forEachAnswered(taskID: task.id) { rows in
            let example = try examples.example(rows[0].exampleID)
            if example == nil || rows.contains(where: { $0.output == nil }) {
                failures += 1
                return
            }
            guard let example else { return }
            answered.append(
                AnsweredExample(example: example, outputs: try rows.map { try memo.output($0) })
            )
            owners.append((rows[0].exampleID, ScoredExample(rows, example)))
        }
        for (outcome, owner) in zip(try outcomes(answered), owners) {
            try tally(outcome, of: owner.example, owner.exampleID, task, &entries)
        }
        return failures
    }

    private func tally(
        _ outcome: Outcome,
        of example: ScoredExample,
        _ exampleID: Int64,
        _ task: TaskRecord,
        _ entries: inout [Entry]
    ) throws {
        for index in entries.indices {
            let score: AnyMetric.Score?
            do {
                score = try entries[index].metric.score(outcome, of: example)
            } catch {
                throw Self.failure(exampleID, task, error)
            }
            guard let score else { continue }
            if let count = entries[index].metric.references(of: example.target) {
                entries[index].references.insert(count)
            }
            entries[index].pending.append(
                NewScore(exampleID: exampleID, tally: score.stored, value: score.value)
            )
        }
    }

    private func save(_ entries: inout [Entry]) throws {
        for index in entries.indices where !entries[index].pending.isEmpty {
            try store.save(entries[index].pending, metricID: entries[index].record.id)
            entries[index].pending.removeAll(keepingCapacity: true)
        }
    }

    private static func failure(_ exampleID: Int64, _ task: TaskRecord, _ error: any Error)
        -> EvaluationError
    {
        .scoring(what: "example \(exampleID) of \(task.dataset)", reason: "\(error)")
    }

    private func report(
        _ task: TaskRecord,
        done: Int,
        failed: Int,
        phase: RunProgress.Phase = .scoring
    ) {
        progress(
            RunProgress(
                phase: phase,
                task: task.title,
                model: task.modelName,
                done: done,
                total: 0,
                failed: failed
            )
        )
    }
}
