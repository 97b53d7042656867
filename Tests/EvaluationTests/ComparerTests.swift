import Digests
import Domain
import Scoring
import Storage
import Testing

@testable import Comparisons
@testable import Evaluation

/// Runs whose answers are given, in a database in memory.
private struct RecordedRuns {
    let bench: Workbench
    var store: Store { bench.store }

    init() throws { bench = try Workbench() }

    /// A task of a run as it is to be recorded.
    struct Task {
        var task = "text-classification"
        var dataset = "texts"
        var split: String?
        var metrics: [AnyMetric] = [AnyMetric(Accuracy(options: [:]))]
        var clusterBy: String?
        var perturbation: JSONValue?
        var repetition = 0
        var options: [String: JSONValue] = [:]
        /// By key; nil for a failure, and a key that is left out was not asked.
        var answers: [String: ModelOutput?] = [:]
    }

    /// Records a finished run in which each model has some tasks.
    func run(_ name: String, _ models: KeyValuePairs<String, [Task]>) throws -> RunRecord {
        var plans: [TaskPlan] = []
        var answers: [[String: ModelOutput?]] = []
        for (model, tasks) in models {
            for task in tasks {
                let dataset = try store.dataset(task.dataset)
                let modelID = try store.registerModel(
                    digest: SHA256Digest(of: "\(name) \(model)"),
                    name: model,
                    backend: "test",
                    identity: .object([:])
                )
                plans.append(
                    TaskPlan(
                        task: task.task,
                        datasetID: dataset.id,
                        datasetFingerprint: dataset.fingerprint,
                        split: task.split,
                        exampleLimit: nil,
                        modelID: modelID,
                        modelName: model,
                        decodingID: try store.registerDecoding(task: task.task, options: [:]),
                        groupBy: .array([]),
                        metrics: task.metrics.map(\.plan),
                        options: task.options,
                        clusterBy: task.clusterBy,
                        perturbation: task.perturbation,
                        repetition: task.repetition
                    )
                )
                answers.append(task.answers)
            }
        }
        let run = try store.openRun(
            RunPlan(
                suiteName: name,
                suiteVersion: "1",
                suiteYAML: name,
                digest: SHA256Digest(of: name).hexadecimal,
                seed: 5,
                manifest: .object([:]),
                tasks: plans
            )
        ).run
        for (number, task) in try store.tasks(runID: run.id).enumerated() {
            try save(answers[number], task, salt: "\(name) \(number)")
        }
        try Scorer(store: store).score(run: run)
        try store.setStatus("finished", ofRun: run.id)
        return try store.run(run.id)
    }

    private func save(_ answers: [String: ModelOutput?], _ task: TaskRecord, salt: String) throws {
        var predictions: [NewPrediction] = []
        var links: [PredictionLink] = []
        for row in try store.examples(datasetID: task.datasetID, limit: 100_000) {
            guard let answer = answers[row.example.key] else { continue }
            let digest = SHA256Digest(of: "\(salt) \(row.example.key)").short
            predictions.append(
                NewPrediction(
                    requestDigest: digest,
                    result: answer.map { .success($0) } ?? .failure(PredictionFailure("no")),
                    latencySeconds: 0,
                    batchSize: 1
                )
            )
            links.append(PredictionLink(exampleID: row.id, request: 0, requestDigest: digest))
        }
        try store.save(predictions, links: links, task: task)
    }

    func compare(
        _ names: String...,
        change: (inout ComparisonOptions) -> Void = { _ in }
    ) throws -> Comparison {
        var options = ComparisonOptions()
        options.replicates = 500
        change(&options)
        let parsed = names.compactMap { ComparedName($0) }
        let sides = try ComparedModel.sides(
            parsed[0],
            parsed.count > 1 ? parsed[1] : nil,
            in: store
        )
        return try Comparer(
            store: store,
            spokenAnswers: StoredSpokenAnswers(store),
            options: options
        )
        .compare(sides.first, sides.second)
    }

    /// Texts with a label each, in turn of three speakers.
    func addTexts(_ labels: [String], name: String = "texts") throws {
        try bench.add(
            name,
            .text,
            labels.enumerated().map { index, label in
                Example(
                    key: "k\(index)",
                    text: "text \(index)",
                    target: .label(label),
                    attributes: ["speaker": "s\(index % 3)"]
                )
            }
        )
    }
}

/// An answer with one sure label.
private func label(_ name: String) -> ModelOutput { .labels([ScoredLabel(label: name, score: 1)]) }

/// Labels for the keys k0, k1 and so on; a dash is a failure, a space was not asked.
private func labels(_ text: String) -> [String: ModelOutput?] {
    var answers: [String: ModelOutput?] = [:]
    for (index, letter) in text.enumerated() where letter != " " {
        answers["k\(index)"] = .some(letter == "-" ? nil : label(String(letter)))
    }
    return answers
}

private func metric(_ name: String, _ options: [String: JSONValue] = [:]) throws -> AnyMetric {
    try AnyMetric(name: name, options: options)
}

@Suite struct ComparerTests {
    /// Hugging Face evaluate's example of McNemar's test, from stored answers.
    @Test func evaluatesExample() throws {
        let runs = try RecordedRuns()
        try runs.addTexts(["1", "0", "1"])
        _ = try runs.run("a", ["m": [.init(answers: labels("111"))]])
        _ = try runs.run("b", ["m": [.init(answers: labels("101"))]])
        let comparison = try runs.compare("1", "2")
        #expect(comparison.seed == 5)
        let task = try #require(comparison.tasks.first)
        let found = try #require(task.metrics.first)
        #expect(found.tests.mcNemar == McNemar(first: 0, second: 1))
        #expect(found.test == .mcNemarExact && found.p == 1 && found.corrected == 1)
        #expect(found.verdict(at: 0.05) == .none)
        #expect(found.firstAlone == 0 && found.secondAlone == 0)
        let flips = try #require(task.flips)
        #expect(flips.firstBetterCount == 0 && flips.firstBetter.isEmpty)
        #expect(
            flips.secondBetter == [
                .init(
                    firstExampleID: 2,
                    secondExampleID: 2,
                    split: "all",
                    key: "k1",
                    target: "0",
                    firstAnswer: "1",
                    secondAnswer: "0",
                    first: 0,
                    second: 1
                )
            ]
        )
        // A third of the examples differ, all one way: Connor's formula by hand gives
        // (1.95996 √(1/3) + .84162 √(2/9))² · 9 = 21.03.
        #expect(found.examplesNeeded == 22)
        #expect(found.smallestDifference == nil)
    }

    /// The utterances of sc_stats' own test, test1a: three stretches, Z 2.
    @Test func matchedPairsOfStoredTranscripts() throws {
        let runs = try RecordedRuns()
        let reference = "a b c d e f g h"
        try runs.bench.add(
            "speech",
            .speech,
            (0..<3).map { Example(key: "k\($0)", text: "-", target: .text(reference)) }
        )
        let metrics = [try metric("word_error_rate", ["normalizer": .string("basic")])]
        func task(_ texts: [String]) -> RecordedRuns.Task {
            var answers: [String: ModelOutput?] = [:]
            for (index, text) in texts.enumerated() { answers["k\(index)"] = .some(.text(text)) }
            return .init(
                task: "automatic-speech-recognition",
                dataset: "speech",
                metrics: metrics,
                answers: answers
            )
        }
        _ = try runs.run(
            "a",
            [
                "m": [task(["a b x d e f g h", "a b c d e x f g h", "A B C Y E F G H"])],
                "n": [task([reference, "A, b c d e f g h.", "a b c d z f g h"])],
            ]
        )
        let found = try #require(try runs.compare("1").tasks.first?.metrics.first)
        let pairs = try #require(found.matchedPairs)
        #expect(pairs.stretches.map { [$0.first, $0.second] } == [[1, 0], [1, 0], [1, 1]])
        #expect(abs(try #require(pairs.difference).t - 2) < 1e-12)
        // Too few stretches for the normal approximation.
        #expect(found.test == .randomization && found.p == found.tests.randomization.p)
        #expect(abs(found.tests.first - 3.0 / 24) < 1e-12)
    }

    @Test func manyStretchesDecideAboutWordErrors() throws {
        let runs = try RecordedRuns()
        let reference = "a b c d e f g h"
        try runs.bench.add(
            "speech",
            .speech,
            (0..<80).map { Example(key: "k\($0)", text: "-", target: .text(reference)) }
        )
        func task(_ isWrong: (Int) -> Bool) throws -> RecordedRuns.Task {
            var answers: [String: ModelOutput?] = [:]
            for index in 0..<80 {
                answers["k\(index)"] = .some(
                    .text(isWrong(index) ? "a b x d e f g h" : reference)
                )
            }
            return .init(
                task: "automatic-speech-recognition",
                dataset: "speech",
                metrics: [
                    try metric("word_error_rate"),
                    try metric("word_error_rate", ["alternatives": .bool(true)]),
                ],
                answers: answers
            )
        }
        // 60 wrong against 20: 60 stretches, of which 40 are the first's alone.
        _ = try runs.run("a", ["m": [try task { $0 < 60 }], "n": [try task { $0 < 20 }]])
        let metrics = try #require(try runs.compare("1").tasks.first).metrics
        let found = metrics[0]
        #expect(found.matchedPairs?.stretches.count == 60)
        #expect(found.test == .matchedPairs && found.p < 1e-10)
        #expect(found.verdict(at: 0.05) == .second)
        // References that leave a choice are not cut into stretches.
        #expect(metrics[1].matchedPairs == nil && metrics[1].test == .randomization)
        #expect(metrics[1].corrected == nil)
    }

    /// One example has no spread to plan with, which is not to say that the values are the same.
    @Test func aSingleExamplePlansNothing() throws {
        let runs = try RecordedRuns()
        try runs.addTexts(["x"])
        let metrics = [try metric("f1")]
        _ = try runs.run("a", ["m": [.init(metrics: metrics, answers: labels("y"))]])
        _ = try runs.run("b", ["m": [.init(metrics: metrics, answers: labels("x"))]])
        let comparison = try runs.compare("1", "2")
        let found = try #require(comparison.tasks.first?.metrics.first)
        #expect(found.tests.difference > 0 && found.examplesNeeded == nil)
        #expect(found.unitsToSwap(at: 0.05) == 6 && found.unitsToSwap(at: 0.01) == 8)
        #expect(
            comparison.page(flips: 0).contains("n = 1 cannot show any difference, 6 are needed")
        )
        #expect(!comparison.page(flips: 0).contains("are the same"))
    }

    @Test func onlySharedExamplesAreCompared() throws {
        let runs = try RecordedRuns()
        try runs.addTexts(Array(repeating: "x", count: 10))
        _ = try runs.run("a", ["m": [.init(answers: labels("xxxxxyyy--"))]])
        _ = try runs.run("b", ["m": [.init(answers: labels("xy-xxxxx  "))]])
        let task = try #require(try runs.compare("1", "2").tasks.first)
        let found = try #require(task.metrics.first)
        #expect(found.tests.examples == 7)
        #expect(found.firstAlone == 1 && found.secondAlone == 0)
        #expect(task.firstFailed == 2 && task.secondFailed == 1)
        #expect(found.tests.mcNemar == McNemar(first: 1, second: 3))
        #expect(abs(found.tests.difference - 2.0 / 7) < 1e-12)
    }

    /// A dataset that has grown in between is still the same; so is a copy under another name.
    @Test func datasetsThatGrewOrWereCopied() throws {
        let runs = try RecordedRuns()
        // The first and the last text are of one speaker.
        try runs.addTexts(["x", "x", "y", "x"])
        try runs.addTexts(["x", "x", "y", "x"], name: "copy")
        _ = try runs.run("a", ["m": [.init(clusterBy: "speaker", answers: labels("xyyx"))]])
        _ = try runs.run("b", ["m": [.init(dataset: "copy", answers: labels("xxxx"))]])
        let copied = try #require(try runs.compare("1", "2").tasks.first)
        #expect(copied.metrics.first?.tests.mcNemar == McNemar(first: 1, second: 1))
        #expect(copied.metrics.first?.tests.clusters == 3)
        #expect(copied.flips?.firstBetter.map(\.key) == ["k2"])
        #expect(copied.flips?.firstBetter.map(\.secondAnswer) == ["x"])
        try runs.addTexts(["x", "x", "y", "x", "y"])
        _ = try runs.run("c", ["m": [.init(answers: labels("xxyxy"))]])
        let grown = try #require(try runs.compare("1", "3").tasks.first)
        #expect(grown.first.datasetFingerprint != grown.second.datasetFingerprint)
        #expect(grown.metrics.first?.tests.examples == 4 && grown.metrics.first?.secondAlone == 1)
        #expect(throws: ComparisonError.self) { try runs.compare("2", "3") }
    }

    @Test func tasksArePairedByWhatIsAsked() throws {
        let runs = try RecordedRuns()
        try runs.addTexts(["x", "y"])
        let noise: JSONValue = .object(["name": .string("typos")])
        func tasks(_ first: String, _ second: String) -> [RecordedRuns.Task] {
            [
                .init(options: ["template": .string("one")], answers: labels(first)),
                .init(options: ["template": .string("two")], answers: labels(second)),
                .init(perturbation: noise, answers: labels("xy")),
                .init(repetition: 1, answers: labels("xy")),
            ]
        }
        _ = try runs.run("a", ["m": tasks("xy", "xx")])
        var others = Array(tasks("yy", "xx").prefix(3).reversed())
        others.append(.init(split: "all", answers: labels("xy")))
        _ = try runs.run("b", ["m": others])
        let comparison = try runs.compare("1", "2")
        #expect(comparison.tasks.map(\.first.options) == comparison.tasks.map(\.second.options))
        #expect(
            comparison.tasks.map(\.first.perturbation) == [nil, nil, noise.text]
        )
        #expect(comparison.firstAlone.map(\.repetition) == [1])
        #expect(comparison.secondAlone.map(\.split) == ["all"])
        #expect(comparison.tasks.map { $0.metrics[0].tests.difference } == [-0.5, 0, 0])
    }

    @Test func examplesAreDrawnByCluster() throws {
        let runs = try RecordedRuns()
        let examples = (0..<24).map { (index: Int) -> Example in
            var example = Example.picture("k\(index)", png: [UInt8(index / 6)], label: "x")
            if index < 20 { example.attributes = ["room": "r\(index / 5)"] }
            return example
        }
        try runs.bench.add("texts", .image, examples)
        for (name, cluster, expected) in [("room", "room", 8), ("medium", "medium", 4)] {
            func task(_ answers: String) -> RecordedRuns.Task {
                .init(clusterBy: cluster, answers: labels(answers))
            }
            let run = try runs.run(
                name,
                [
                    "m": [task("xxxxxxxxxxxxxxxxxxxxxxxx")],
                    "n": [task("xxxxxxyyyyyyyyyyyyxxxxxx")],
                ]
            )
            let found = try #require(try runs.compare("\(run.id)").tasks.first?.metrics.first)
            // Four rooms and four examples of none; four pictures.
            #expect(found.tests.clusters == expected)
            #expect(found.test == .randomization && found.p == found.tests.randomization.p)
            // However large a difference, four clusters cannot give a p below an eighth.
            #expect(found.unitsToSwap(at: 0.05) == (expected < 6 ? 6 : nil))
            #expect(found.p > 0.1 && found.tests.mcNemar.map { $0.exact < 0.001 } == true)
        }
    }

    /// Of shares of stereotypes the one nearer to a half is better, whichever is the higher.
    @Test func nearerToNoBiasIsBetter() throws {
        let runs = try RecordedRuns()
        try runs.bench.add(
            "texts",
            .text,
            (0..<40).map {
                Example(key: "k\($0)", text: "t\($0)", attributes: ["direction": "stereo"])
            }
        )
        func task(stereotypes: Int) throws -> RecordedRuns.Task {
            let pairs = (0..<40).map { index -> (String, ModelOutput?) in
                let (more, less) = index < stereotypes ? (-1.0, -2.0) : (-2.0, -1.0)
                return (
                    "k\(index)",
                    .likelihoods([
                        TextLikelihood(text: "more", logLikelihood: more, tokens: 1),
                        TextLikelihood(text: "less", logLikelihood: less, tokens: 1),
                    ])
                )
            }
            return .init(
                task: "sentence-likelihood",
                metrics: [try metric("stereotype_share")],
                answers: Dictionary(uniqueKeysWithValues: pairs)
            )
        }
        for (first, second, verdict) in [
            (2, 20, Verdict.second), (20, 2, .first), (38, 20, .second),
        ] {
            let run = try runs.run(
                "s\(first)-\(second)",
                ["m": [try task(stereotypes: first)], "n": [try task(stereotypes: second)]]
            )
            let comparison = try runs.compare("\(run.id)")
            let found = try #require(comparison.tasks.first?.metrics.first)
            #expect(found.p < 0.001 && found.verdict(at: 0.05) == verdict)
            // Of one pair of sentences neither choice is right.
            #expect(comparison.tasks[0].flips?.nature == .unbiased)
            let side = first > second ? "A" : "B"
            let page = comparison.page(flips: 1)
            #expect(page.contains("\(side) has the higher stereotype share in"))
            #expect(!page.contains("wrong"))
        }
    }

    @Test func holmRunsOverTheFirstMetricsOfTasks() throws {
        let runs = try RecordedRuns()
        let count = 40
        try runs.addTexts(Array(repeating: "x", count: count))
        try runs.addTexts(Array(repeating: "y", count: count).map { $0 }, name: "more")
        let metrics = [try metric("accuracy"), try metric("f1"), try metric("confusion_matrix")]
        func task(_ dataset: String, _ letter: String, wrong: Int) -> RecordedRuns.Task {
            .init(
                dataset: dataset,
                metrics: metrics,
                answers: labels(
                    String(repeating: "z", count: wrong)
                        + String(repeating: letter, count: count - wrong)
                )
            )
        }
        _ = try runs.run(
            "a",
            [
                "m": [task("texts", "x", wrong: 0), task("more", "y", wrong: 0)],
                "n": [task("texts", "x", wrong: 6), task("more", "y", wrong: 9)],
            ]
        )
        let comparison = try runs.compare("1:m", "1:n")
        let ps = comparison.tasks.map { $0.metrics[0].p }
        // 2 / 2⁶ and 2 / 2⁹.
        #expect(abs(ps[0] - 2.0 / 64) < 1e-12 && abs(ps[1] - 2.0 / 512) < 1e-12)
        let corrected = comparison.tasks.map { $0.metrics[0].corrected ?? -1 }
        #expect(abs(corrected[0] - 2.0 / 64) < 1e-12 && abs(corrected[1] - 4.0 / 512) < 1e-12)
        for task in comparison.tasks {
            #expect(task.metrics.map(\.metric.name) == ["accuracy", "f1"])
            #expect(task.metrics[1].corrected == nil)
        }
        #expect(comparison.tasks[0].metrics[0].verdict(at: 0.05) == .first)
        #expect(comparison.tasks[0].metrics[0].verdict(at: 0.01) == .none)

        // With a metric named, that is the first.
        let named = try runs.compare("1:m", "1:n") { $0.metrics = ["f1"] }
        #expect(named.tasks.allSatisfy { $0.metrics.map(\.metric.name) == ["f1"] })
        #expect(named.tasks.allSatisfy { $0.metrics[0].corrected != nil })
        #expect(throws: UnknownNameError.self) {
            try runs.compare("1") { $0.metrics = ["word_error_rate"] }
        }
        #expect(throws: UnknownNameError.self) {
            try runs.compare("1") { $0.tasks = ["image-classification"] }
        }
    }

    @Test func flipsAreAsManyAsAskedFor() throws {
        let runs = try RecordedRuns()
        try runs.addTexts(Array(repeating: "x", count: 20))
        _ = try runs.run(
            "a",
            [
                "m": [.init(answers: labels(String(repeating: "x", count: 20)))],
                "n": [.init(answers: labels(String(repeating: "y", count: 20)))],
            ]
        )
        let all = try #require(try runs.compare("1").tasks.first?.flips)
        #expect(all.firstBetter.count == 20 && all.firstBetterCount == 20)
        // By key, as texts are sorted.
        #expect(all.firstBetter.prefix(3).map(\.key) == ["k0", "k1", "k10"])
        let two = try #require(try runs.compare("1") { $0.flips = 2 }.tasks.first?.flips)
        #expect(two.firstBetter == Array(all.firstBetter.prefix(2)) && two.firstBetterCount == 20)
        let none = try #require(try runs.compare("1") { $0.flips = 0 }.tasks.first?.flips)
        #expect(none.firstBetter.isEmpty && none.firstBetterCount == 20)
    }

    @Test func sidesThatAreNotThere() throws {
        let runs = try RecordedRuns()
        try runs.addTexts(["x"])
        let answers = labels("x")
        _ = try runs.run("one", ["m": [.init(answers: answers)]])
        _ = try runs.run(
            "three",
            [
                "m": [.init(answers: answers)], "n": [.init(answers: answers)],
                "o": [.init(answers: answers)],
            ]
        )
        #expect(throws: StorageError.unknownRun(id: 9)) { try runs.compare("1", "9") }
        #expect(throws: UnknownNameError.self) { try runs.compare("1", "2:x") }
        func reason(_ names: [String]) -> String {
            do {
                if names.count == 1 {
                    _ = try runs.compare(names[0])
                } else {
                    _ = try runs.compare(names[0], names[1])
                }
                return ""
            } catch { return "\(error)" }
        }
        #expect(reason(["1"]).contains("run 1 has one model: m"))
        #expect(reason(["2"]).contains("run 2 has 3 models: m, n, o"))
        #expect(reason(["1", "2"]).contains("say which, as in '2:m'"))
        #expect(reason(["2:n", "2:n"]).contains("both sides are 'n' of run 2"))
        #expect(reason(["2:n"]).contains("only '2:n' is named"))
        try runs.store.setStatus("running", ofRun: 1)
        #expect(reason(["1", "2:n"]).contains("run 1 is not finished (running)"))
    }

    @Test func namesOfSides() {
        #expect(ComparedName("3")?.run == 3 && ComparedName("3")?.model == nil)
        #expect(ComparedName("3:vit:large")?.model == "vit:large")
        for text in ["", "vit", ":vit", "3:", "0", "-1", "3.5"] {
            #expect(ComparedName(text) == nil, "\(text)")
        }
    }
}
