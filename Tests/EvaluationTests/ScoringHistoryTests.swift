import Domain
import Storage
import Testing

@testable import Evaluation

/// Scores that are computed again: what was there stays, and only what differs takes its place.
@Suite struct ScoringHistoryTests {
    private static let majority = "backend: baseline, strategy: majority"

    private func bench() async throws -> (bench: Workbench, run: RunRecord) {
        let bench = try Workbench()
        try bench.addTexts(9)
        let summary = try await bench.run(bench.textSuite(Self.majority))
        return (bench, try bench.store.run(summary.runID))
    }

    private func scoring(_ reason: String) -> NewScoring {
        NewScoring(author: "ada", reason: reason, codeVersion: "9")
    }

    @Test func theSameScoresAreNotKeptTwice() async throws {
        let (bench, run) = try await bench()
        let results = try Scorer(store: bench.store).score(run: run, scoring: scoring("again"))
        #expect(results.map(\.result) == [.unchanged])
        let history = try bench.store.scoreHistory(runID: run.id)
        #expect(history.map(\.holds) == [true])
        #expect(history[0].author == "assay" && history[0].reason == "run")
    }

    @Test func otherScoresSupersedeWithoutLoss() async throws {
        let (bench, run) = try await bench()
        let task = try bench.store.tasks(runID: run.id)[0]
        let before = try bench.store.metrics(taskID: task.id)[0]
        let value = try #require(try bench.store.figures(metricID: before.id)[0].figure.value)
        // As another version of the metric would have had it.
        try bench.store.save(
            [NewScore(exampleID: 1, tally: "[0,1]", value: 0)],
            metricID: before.id
        )
        let results = try Scorer(store: bench.store).score(run: run, scoring: scoring("mended"))
        #expect(results.map(\.result) == [.changed])

        let now = try bench.store.metrics(taskID: task.id)
        #expect(now.count == 1 && now[0].id != before.id)
        #expect(try bench.store.figures(metricID: now[0].id)[0].figure.value == value)
        let tallies = try bench.store.tallies(metricID: before.id)
        #expect(tallies.reduce(0) { $0 + $1.count } == 9)
        #expect(try bench.store.figures(metricID: before.id)[0].figure.value == value)

        let history = try bench.store.scoreHistory(runID: run.id)
        #expect(history.map(\.holds) == [true, false])
        #expect(history.map(\.author) == ["ada", "assay"])
        #expect(history.map(\.reason) == ["mended", "run"])
        #expect(history[0].codeVersion == "9" && history[0].scoredAt != nil)
    }

    @Test func onlyWhatIsAskedForIsScored() async throws {
        let (bench, run) = try await bench()
        let scorer = Scorer(store: bench.store)
        let added = try scorer.add("f1", to: run)
        let results = try scorer.score(
            run: run,
            metrics: Set(added.map(\.id)),
            scoring: scoring("f1 too")
        )
        #expect(results.map(\.result) == [.new] && results[0].metric.name == "f1")
        let history = try bench.store.scoreHistory(runID: run.id)
        #expect(
            Set(history.map { "\($0.metric) \($0.reason ?? "")" }) == ["accuracy run", "f1 f1 too"]
        )
        // Asked for again it is the same metric.
        #expect(
            try scorer.add("f1", to: run) == bench.store.metrics(taskID: added[0].taskID).suffix(1)
        )
        #expect(throws: EvaluationError.self) { try scorer.add("word_error_rate", to: run) }
    }

    @Test func whatAnInterruptedScoringLeavesIsRemoved() async throws {
        let (bench, run) = try await bench()
        let task = try bench.store.tasks(runID: run.id)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        let left = try bench.store.addCandidate(for: metric)
        try bench.store.save([NewScore(exampleID: 1, tally: "[0,1]", value: 0)], metricID: left.id)
        #expect(try bench.store.metrics(taskID: task.id).map(\.id) == [metric.id])
        #expect(try bench.store.scoreHistory(runID: run.id).count == 1)
        let results = try Scorer(store: bench.store).score(run: run, scoring: scoring("again"))
        #expect(results.map(\.result) == [.unchanged])
        #expect(try bench.store.tallies(metricID: left.id).isEmpty)
    }

    /// Texts that a normaliser of another version made comparable are not compared with this one's.
    @Test func aMetricOfAnotherVersionIsKept() async throws {
        let bench = try Workbench()
        try bench.add(
            "texts",
            .text,
            [Example(key: "a", text: "b", target: .text("c d"))]
        )
        let summary = try await bench.run(
            """
            name: test
            tasks:
              - { task: text-generation, dataset: texts, metrics: [word_error_rate] }
            models: [{ name: m, backend: baseline, strategy: majority }]
            """
        )
        let run = try bench.store.run(summary.runID)
        let task = try bench.store.tasks(runID: run.id)[0]
        let old = MetricPlan(
            name: "word_error_rate",
            options: ["normalizer": .string("basic@99")],
            higherIsBetter: false,
            isShare: true
        )
        _ = try bench.store.addMetric(old, to: task)
        let results = try Scorer(store: bench.store).score(run: run, scoring: scoring("again"))
        #expect(results.contains { $0.result == .unchanged })
        #expect(
            results.contains {
                if case .kept(let reason) = $0.result { reason.contains("99") } else { false }
            }
        )
    }

    /// What is kept of a task and of its perturbed repeat keeps its drops too.
    @Test func whatIsKeptIsHeldAgainstNothing() async throws {
        let bench = try Workbench()
        try bench.add("texts", .text, [Example(key: "a", text: "b", target: .text("c d"))])
        let summary = try await bench.run(
            """
            name: test
            tasks:
              - task: text-generation
                dataset: texts
                metrics: [word_error_rate]
                perturbations: [uppercase]
            models: [{ name: m, backend: baseline, strategy: majority }]
            """
        )
        let run = try bench.store.run(summary.runID)
        let tasks = try bench.store.tasks(runID: run.id)
        let old = MetricPlan(
            name: "word_error_rate",
            options: ["normalizer": .string("basic@99")],
            higherIsBetter: false,
            isShare: true
        )
        let added = try tasks.map { try bench.store.addMetric(old, to: $0) }
        let drop = GroupFigure(
            statistic: GroupFigure.drop,
            attribute: GroupFigure.perturbation,
            group: "uppercase",
            figure: Figure(value: 0.5, interval: nil, count: 1, failures: 0)
        )
        try bench.store.save([drop], metricID: added[0].id)
        let results = try Scorer(store: bench.store).score(run: run, scoring: scoring("again"))
        #expect(results.map(\.result).count { $0 == .unchanged } == 2 && results.count == 4)
        #expect(try bench.store.allFigures(metricID: added[0].id) == [drop])
    }
}
