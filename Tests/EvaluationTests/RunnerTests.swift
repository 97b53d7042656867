import Digests
import Domain
import Foundation
import Inference
import Media
import Storage
import Synchronization
import Testing

@testable import Evaluation

@Suite("Runs store every answer once")
struct RunnerTests {
    /// Answers `even` to texts that end with an even digit, fails on those in `bad`.
    private static func scripted(
        _ name: String = "scripted",
        batching: Batching = .fixed,
        bad: Set<String> = []
    ) -> ScriptedModel {
        ScriptedModel(name, batching: batching) { question in
            let text = question.request.text ?? ""
            if bad.contains(text) { return .failure(PredictionFailure("cannot read \(text)")) }
            let isEven = (text.last?.wholeNumberValue ?? 1).isMultiple(of: 2)
            return .success(.labels([ScoredLabel(label: isEven ? "even" : "odd", score: 1)]))
        }
    }

    /// The suite's run with its model replaced by a scripted one.
    private static func resolved(_ bench: Workbench, _ model: ScriptedModel, more: String = "")
        throws -> ResolvedRun
    {
        let suite = bench.textSuite("backend: baseline, strategy: constant", more: more)
        let resolved = try bench.resolve(suite)
        var plan = resolved.plan
        plan.digest = model.identity.digest.hexadecimal
        plan.tasks[0].modelID = try bench.store.registerModel(
            digest: model.identity.digest,
            name: "model",
            backend: "scripted",
            identity: .object([:])
        )
        let task = resolved.tasks[0]
        return ResolvedRun(
            suite: resolved.suite,
            plan: plan,
            tasks: [
                ResolvedTask(
                    task: task.task,
                    dataset: task.dataset,
                    split: task.split,
                    exampleCount: task.exampleCount,
                    model: model,
                    modelName: "model"
                )
            ]
        )
    }

    @Test func figuresAreThoseOfTheAnswers() async throws {
        let bench = try Workbench()
        try bench.addTexts(30)
        let model = Self.scripted(bad: ["text 3"])
        let resolved = try Self.resolved(bench, model, more: "    group_by: [third]")
        let summary = try await Runner(store: bench.store, options: .test).run(resolved)
        #expect((summary.total, summary.saved, summary.failed) == (30, 30, 1))
        #expect(summary.asked == 30 && summary.reused == 0)
        let figure = try #require(try bench.figures(run: summary.runID)["accuracy"])
        #expect((figure.value, figure.count, figure.failures) == (1, 29, 1))
        #expect(figure.interval?.method == .wilson)
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        let groups = try bench.store.figures(metricID: metric.id).filter { $0.attribute == "third" }
        #expect(groups.map(\.group) == ["0", "1", "2"])
        #expect(groups.map(\.figure.count) == [9, 10, 10])
        #expect(groups.map(\.figure.failures) == [1, 0, 0])
        #expect(try bench.store.run(summary.runID).status == "finished")
    }

    @Test func aSecondRunAsksNothing() async throws {
        let bench = try Workbench()
        try bench.addTexts(10)
        let model = Self.scripted()
        let resolved = try Self.resolved(bench, model)
        let runner = Runner(store: bench.store, options: .test)
        _ = try await runner.run(resolved)
        let again = try await runner.run(resolved)
        #expect(again.wasFinished && again.asked == 0 && again.saved == 10)
        #expect(model.requests == 10)
    }

    @Test func equalRequestsAreAskedOnce() async throws {
        let bench = try Workbench()
        let texts = ["0", "1", "0", "0", "1"].enumerated()
        try bench.add(
            "texts",
            .text,
            texts.map { Example(key: "k\($0)", text: $1, target: .label("even")) }
        )
        let model = Self.scripted()
        let resolved = try Self.resolved(bench, model)
        let summary = try await Runner(store: bench.store, options: .test).run(resolved)
        #expect(model.requests == 2 && summary.saved == 5)
        #expect(try bench.figures(run: summary.runID)["accuracy"]?.value == 0.6)
    }

    @Test func twoModelsOfOneNameAreBothAsked() async throws {
        let bench = try Workbench()
        try bench.addTexts(6)
        let first = Self.scripted("first")
        let second = ScriptedModel("second") { _ in
            .success(.labels([ScoredLabel(label: "odd", score: 1)]))
        }
        for model in [first, second] {
            let resolved = try Self.resolved(bench, model)
            _ = try await Runner(store: bench.store, options: .test).run(resolved)
        }
        #expect(first.requests == 6 && second.requests == 6)
        #expect(try bench.figures(run: 1)["accuracy"]?.value == 1)
        #expect(try bench.figures(run: 2)["accuracy"]?.value == 0.5)
    }

    @Test func aLongerRunTakesWhatIsThere() async throws {
        let bench = try Workbench()
        try bench.addTexts(20)
        let yaml = bench.textSuite("backend: baseline, strategy: majority")
        var options = RunOptions.test
        options.limit = 5
        #expect(try await bench.run(yaml, options).asked == 5)
        let whole = try await bench.run(yaml)
        #expect((whole.asked, whole.reused, whole.saved) == (15, 5, 20))
    }

    @Test(arguments: [1, 3, 100]) func anInterruptedRunGoesOn(stop: Int) async throws {
        let bench = try Workbench()
        try bench.addTexts(40)
        let model = Self.scripted()
        let resolved = try Self.resolved(bench, model)
        var options = RunOptions.test
        options.batchSize = 4
        let asked = Mutex(0)
        let stopped = try await Runner(
            store: bench.store,
            options: options,
            isInterrupted: { model.requests >= stop * 4 }
        ).run(resolved)
        asked.withLock { $0 = model.requests }
        #expect(stopped.wasInterrupted == (stop < 10))
        #expect(stopped.saved == min(40, stop * 4))
        let rest = try await Runner(store: bench.store, options: options).run(resolved)
        #expect(rest.saved == 40 && model.requests == 40)
        #expect(try bench.figures(run: rest.runID)["accuracy"]?.count == 40)
    }

    @Test func failuresStayUntilTheyAreRetried() async throws {
        let bench = try Workbench()
        try bench.addTexts(5)
        let broken = Mutex(true)
        let model = ScriptedModel("flaky") { question in
            if question.request.text == "text 2", broken.withLock({ $0 }) {
                return .failure(PredictionFailure("out of luck"))
            }
            return .success(.labels([ScoredLabel(label: "even", score: 1)]))
        }
        let resolved = try Self.resolved(bench, model)
        #expect(
            try await Runner(store: bench.store, options: .test).run(resolved).failureRate == 0.2
        )
        broken.withLock { $0 = false }
        let again = try await Runner(store: bench.store, options: .test).run(resolved)
        #expect(again.wasFinished && again.failed == 1)
        var options = RunOptions.test
        options.retriesFailed = true
        let retried = try await Runner(store: bench.store, options: options).run(resolved)
        #expect((retried.asked, retried.failed, retried.saved) == (1, 0, 5))
        #expect(try bench.figures(run: retried.runID)["accuracy"]?.count == 5)
    }

    @Test func theManifestSaysWithWhat() async throws {
        let bench = try Workbench()
        try bench.add("speech", .text, [Example(key: "a", text: "a", target: .label("a"))])
        let yaml = bench.textSuite("backend: baseline, strategy: constant")
            .replacing("dataset: texts", with: "dataset: speech")
        var options = RunOptions.test
        options.batchSize = 3
        options.threads = 2
        let summary = try await bench.run(yaml, options)
        let text = try bench.store.run(summary.runID).manifest
        let manifest = try #require(try JSONValue(parsing: text).object)
        #expect(manifest["batchSize"] == .integer(3) && manifest["threads"] == .integer(2))
        #expect(manifest["seed"] == .integer(0))
        #expect((manifest["peakMemoryBytes"]?.integer ?? 0) > 1_000_000)
        for name in ["assay", "processor", "system", "kernel", "sqlite"] {
            #expect(manifest[name]?.string?.isEmpty == false, "\(name)")
        }
        #expect(manifest["sqlite"]?.string?.hasPrefix("3.") == true)
        let libraries = try #require(manifest["mediaLibraries"]?.object)
        #expect(libraries["libpng"] != nil && libraries["libsndfile"] != nil)
        // No native model, no products; no words, no normaliser.
        #expect(manifest["productKernels"] == nil && manifest["normalizers"] == nil)
    }

    @Test func f1InAGroupOfTheTargetIsThatOfTheLabel() async throws {
        let bench = try Workbench()
        try bench.addTexts(20)
        // The majority class answers `even` to everything: 10 right, 10 wrongly taken for it.
        let summary = try await bench.run(
            bench.textSuite(
                "backend: baseline, strategy: majority",
                metrics: "[f1: { average: macro }, confusion_matrix]",
                more: "    group_by: [label]"
            )
        )
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let metrics = try bench.store.metrics(taskID: task.id)
        let figures = try bench.store.figures(metricID: metrics[0].id)
        let groups = Dictionary(
            uniqueKeysWithValues: figures.filter { $0.attribute == "label" }
                .map { ($0.group, $0.figure) }
        )
        #expect(groups["even"]?.value == 2.0 / 3 && groups["even"]?.count == 10)
        #expect(groups["odd"]?.value == 0 && groups["odd"]?.count == 10)
        // The confusion matrix counts and has no figures.
        #expect(try bench.store.figures(metricID: metrics[1].id).isEmpty)
        #expect(try bench.store.tallies(metricID: metrics[1].id).reduce(0) { $0 + $1.count } == 20)
        let report = try RunReport(store: bench.store, run: bench.store.run(summary.runID))
        #expect(!report.table.contains("confusion") && !report.page.contains("confusion"))
    }

    @Test func batchesHaveTheSizeAskedFor() async throws {
        let bench = try Workbench()
        try bench.addTexts(10)
        let model = Self.scripted()
        var options = RunOptions.test
        options.batchSize = 4
        let resolved = try Self.resolved(bench, model)
        _ = try await Runner(store: bench.store, options: options).run(resolved)
        #expect(model.batches == [4, 4, 2])
    }

    @Test func adaptiveBatchesStartWithOne() async throws {
        let bench = try Workbench()
        try bench.addTexts(40)
        let model = Self.scripted(batching: .adaptive(limit: 8))
        _ = try await Runner(store: bench.store, options: .test)
            .run(try Self.resolved(bench, model))
        #expect(model.batches == [1, 2, 4, 8, 8, 8, 8, 1])
    }

    @Test(arguments: [1, 32], [1, 3])
    func batchSizeAndThreadsChangeNoPrediction(size: Int, threads: Int) async throws {
        let bench = try Workbench()
        try bench.add(
            "texts",
            .image,
            try (0..<40).map { index in
                let pixels = (0..<12).map { UInt8(($0 * 7 + index * 11) % 256) }
                let image = PixelImage(width: 2, height: 2, pixels: pixels)
                return Example.picture("p\(index)", png: try image.encodedPNG(), label: "dark")
            } + [Example.picture("broken", png: [1, 2, 3], label: "dark")]
        )
        var options = RunOptions.test
        options.batchSize = size
        let yaml = bench.textSuite("backend: baseline, strategy: constant")
            .replacing("text-class", with: "image-class")
        let resolved = try bench.resolve(yaml)
        let model = try #require(
            NativeImageClassification.model(
                NativeContext(
                    role: Brightness(),
                    identity: ModelIdentity(backend: "native", describing: [:]),
                    folder: "",
                    decoding: ["top_k": .integer(2)],
                    threads: threads
                )
            )
        )
        let task = resolved.tasks[0]
        let summary = try await Runner(store: bench.store, options: options).run(
            ResolvedRun(
                suite: resolved.suite,
                plan: resolved.plan,
                tasks: [
                    ResolvedTask(
                        task: task.task,
                        dataset: task.dataset,
                        split: nil,
                        exampleCount: 41,
                        model: model,
                        modelName: "model"
                    )
                ]
            )
        )
        #expect(summary.failed == 1)
        let answers = try bench.answers(run: summary.runID)
        #expect(answers.last?.hasPrefix("error: ") == true)
        let alone = try (0..<40).map { index in
            let pixels = (0..<12).map { UInt8(($0 * 7 + index * 11) % 256) }
            let image = PixelImage(width: 2, height: 2, pixels: pixels)
            let logits = try Brightness().logits(for: [image])[0]
            return logits[0] > logits[1] ? "dark" : "light"
        }
        for (answer, label) in zip(answers, alone) {
            #expect(answer.hasPrefix("[{\"label\":\"\(label)\""), "\(answer)")
        }
        Self.batchAnswers.withLock { seen in
            if let other = seen { #expect(other == answers) } else { seen = answers }
        }
    }

    /// The answers of the first batch size that was tried, for the others to be compared with.
    private static let batchAnswers = Mutex<[String]?>(nil)
}

/// A classifier in its role: how bright a picture is.
private struct Brightness: ImageClassifying {
    let labels = ["dark", "light"]

    func logits(for images: [PixelImage]) throws -> [[Float]] {
        images.map { image in
            let mean = image.pixels.reduce(Float(0)) { $0 + Float($1) } / Float(image.pixels.count)
            return [127 - mean, mean - 127].map { $0 / 10 }
        }
    }
}
