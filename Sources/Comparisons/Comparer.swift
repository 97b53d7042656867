import Domain
import Scoring
package import Storage

/// How far a comparison has come.
package struct ComparisonProgress: Sendable, Equatable {
    package let task: String
    package let metric: String
    /// Random samples.
    package let done: Int
    package let total: Int
}

/// Compares two models by their stored tallies and answers; needs no model and writes nothing.
package struct Comparer {
    private let store: Store
    private let spokenAnswers: any SpokenAnswerReader
    private let options: ComparisonOptions
    private let progress: (ComparisonProgress) -> Void

    package init(
        store: Store,
        spokenAnswers: any SpokenAnswerReader,
        options: ComparisonOptions = ComparisonOptions(),
        progress: @escaping (ComparisonProgress) -> Void = { _ in }
    ) {
        self.store = store
        self.spokenAnswers = spokenAnswers
        self.options = options
        self.progress = progress
    }

    /// Compares all that the two have in common.
    ///
    /// - Throws: ``ComparisonError/nothing(reason:)`` if that is nothing, `UnknownNameError` for a task
    ///   or metric of the options that is not common to both, ``MetricError`` for tallies or options that
    ///   this program does not know.
    package func compare(_ first: ComparedModel, _ second: ComparedModel) throws -> Comparison {
        let pairing = TaskPairing(first.tasks, second.tasks)
        guard !pairing.pairs.isEmpty else {
            throw ComparisonError.nothing(
                reason: "the two have no task over the same examples in common; "
                    + "\(Self.list(first)); \(Self.list(second))"
            )
        }
        var pairs = pairing.pairs
        try Self.require(options.tasks, among: pairs.map(\.first.task), "common task")
        if !options.tasks.isEmpty { pairs.removeAll { !options.tasks.contains($0.first.task) } }
        let metrics = try pairs.map { try pairedMetrics($0) }
        try Self.require(
            options.metrics,
            among: metrics.flatMap { $0.map(\.record.name) },
            "common metric"
        )
        let seed = options.seed ?? first.run.seed
        var tasks = try zip(pairs, metrics).map { try compare($0, $1, seed: seed) }
        guard tasks.contains(where: { !$0.metrics.isEmpty }) else {
            throw ComparisonError.nothing(
                reason: "the two have no scored example in common, or no metric with a value; "
                    + "\(Self.list(first)); \(Self.list(second))"
            )
        }
        Self.correct(&tasks)
        return Comparison(
            first: first,
            second: second,
            options: options,
            seed: seed,
            tasks: tasks,
            firstAlone: pairing.firstAlone,
            secondAlone: pairing.secondAlone
        )
    }

    private static func list(_ side: ComparedModel) -> String {
        let tasks = side.tasks.map(\.question).joined(separator: ", ")
        return "'\(side.model)' of run \(side.run.id) has \(tasks)"
    }

    private static func require(_ names: [String], among known: [String], _ kind: String) throws {
        var unique: [String] = []
        for name in known where !unique.contains(name) { unique.append(name) }
        for name in names where !unique.contains(name) {
            throw UnknownNameError(kind: kind, name: name, known: unique)
        }
    }

    /// Holm's correction over the first metrics of all tasks.
    private static func correct(_ tasks: inout [TaskComparison]) {
        let places = tasks.indices.filter { !tasks[$0].metrics.isEmpty }
        let corrected = holmAdjusted(places.map { tasks[$0].metrics[0].p })
        for (place, p) in zip(places, corrected) { tasks[place].metrics[0].corrected = p }
    }

    // MARK: - One task

    /// A metric of both tasks.
    private struct Entry {
        let record: MetricRecord
        let metric: AnyMetric
        let pair: PairedMetric
    }

    /// The metrics of the same name and options, in the first task's order.
    private func pairedMetrics(_ pair: (first: TaskRecord, second: TaskRecord)) throws -> [Entry] {
        let others = try store.metrics(taskID: pair.second.id)
        return try store.metrics(taskID: pair.first.id).compactMap { record in
            guard let other = others.first(like: record) else { return nil }
            let metric = try AnyMetric(record)
            guard metric.hasValue else { return nil }
            return Entry(
                record: record,
                metric: metric,
                pair: PairedMetric(
                    firstID: record.id,
                    secondID: other.id,
                    secondDatasetID: pair.first.datasetID == pair.second.datasetID
                        ? nil : pair.second.datasetID
                )
            )
        }
    }

    private func compare(
        _ pair: (first: TaskRecord, second: TaskRecord),
        _ entries: [Entry],
        seed: Int
    ) throws -> TaskComparison {
        var metrics: [MetricComparison] = []
        var flips: FlippedExamples?
        for entry in entries
        where options.metrics.isEmpty || options.metrics.contains(entry.record.name) {
            guard let found = try compare(entry, pair, seed: seed) else { continue }
            if metrics.isEmpty { flips = try self.flips(entry, found, pair) }
            metrics.append(found)
        }
        return TaskComparison(
            first: pair.first,
            second: pair.second,
            firstFailed: try store.progress(taskID: pair.first.id).failed,
            secondFailed: try store.progress(taskID: pair.second.id).failed,
            metrics: metrics,
            flips: flips
        )
    }

    /// Nil where the metric has no value over the shared examples.
    private func compare(
        _ entry: Entry,
        _ pair: (first: TaskRecord, second: TaskRecord),
        seed: Int
    ) throws -> MetricComparison? {
        let pairs = try store.pairs(
            entry.pair,
            clusterBy: pair.first.clusterBy ?? pair.second.clusterBy
        )
        let tests = try entry.metric.pairedTests(
            stored: pairs,
            seed: seed,
            replicates: options.replicates,
            progress: { done in
                progress(
                    ComparisonProgress(
                        task: pair.first.task,
                        metric: entry.record.name,
                        done: done,
                        total: 2 * options.replicates
                    )
                )
            }
        )
        guard let tests else { return nil }
        let matched = try entry.metric.addStretches.map {
            try SpokenPairs(store: store, reader: spokenAnswers, metric: entry.pair)
                .matched(pair, addStretches: $0)
        }
        let (test, p) = tests.decisive(matched)
        let plan = plan(tests)
        return MetricComparison(
            metric: entry.record,
            pair: entry.pair,
            firstAlone: try store.scoreCount(metricID: entry.pair.firstID) - tests.examples,
            secondAlone: try store.scoreCount(metricID: entry.pair.secondID) - tests.examples,
            tests: tests,
            matchedPairs: matched,
            test: test,
            p: p,
            examplesNeeded: plan.examples,
            smallestDifference: plan.difference
        )
    }

    /// The examples that would have been needed, and the difference that could have been seen.
    private func plan(_ tests: PairedTests) -> (examples: Int?, difference: Double?) {
        let power = Power(significance: options.significance)
        let n = tests.examples
        if let test = tests.mcNemar, tests.clusters == nil {
            return (
                power.examples(
                    firstAlone: Double(test.first) / Double(n),
                    secondAlone: Double(test.second) / Double(n)
                ),
                power.difference(
                    examples: n,
                    discordant: Double(test.first + test.second) / Double(n)
                )
            )
        }
        guard let spread = tests.spread, spread > 0 else { return (nil, nil) }
        return (
            power.examples(difference: tests.difference, spread: spread),
            power.difference(examples: n, spread: spread)
        )
    }

    // MARK: - Flips

    private func flips(
        _ entry: Entry,
        _ found: MetricComparison,
        _ pair: (first: TaskRecord, second: TaskRecord)
    ) throws -> FlippedExamples {
        let limit = options.flips ?? (found.tests.mcNemar == nil ? 5 : nil)
        func list(firstIsBetter: Bool) throws -> [FlippedExamples.Flip] {
            if limit == 0 { return [] }
            return try store.changes(
                entry.pair,
                firstIsLarger: firstIsBetter == entry.record.higherIsBetter,
                limit: limit
            )
            .map { change in
                FlippedExamples.Flip(
                    firstExampleID: change.firstExampleID,
                    secondExampleID: change.secondExampleID,
                    split: change.split,
                    key: change.key,
                    target: change.target,
                    firstAnswer: try answer(pair.first, change.firstExampleID),
                    secondAnswer: try answer(pair.second, change.secondExampleID),
                    first: change.first,
                    second: change.second
                )
            }
        }
        let counts = try store.changeCounts(entry.pair)
        let isHigher = entry.record.higherIsBetter
        return FlippedExamples(
            metric: entry.record.name,
            nature: Self.nature(entry.record, found),
            higherIsBetter: isHigher,
            firstBetterCount: isHigher ? counts.first : counts.second,
            secondBetterCount: isHigher ? counts.second : counts.first,
            firstBetter: try list(firstIsBetter: true),
            secondBetter: try list(firstIsBetter: false)
        )
    }

    private static func nature(_ metric: MetricRecord, _ found: MetricComparison)
        -> FlippedExamples.Nature
    {
        if (try? metricCatalog(metric.name))?.unbiasedValue != nil { return .unbiased }
        return found.tests.mcNemar == nil ? .graded : .rightOrWrong
    }

    private func answer(_ task: TaskRecord, _ exampleID: Int64) throws -> String? {
        let answers = try store.answersInWords(taskID: task.id, exampleID: exampleID)
        return answers.isEmpty ? nil : answers.joined(separator: " | ")
    }
}
