import Architectures
import Digests
import Domain
import Foundation
import Inference
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Evaluation

@Suite("Text scorers judge every text once")
struct TextScorerTests {
    private static let bert = RepositoryPaths.fixtures + "/models/bert/a"

    private static var options: RunOptions { RunOptions(architectures: modelCatalog) }

    /// Three prompts, and a file with what a model said to two of them.
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.add(
            "prompts",
            .text,
            ["a", "b", "c"].map {
                Example(key: $0, text: "prompt \($0)", attributes: ["group": $0 == "a" ? "x" : "y"])
            }
        )
        try bench.write(
            "said.jsonl",
            """
            {"key": "a", "output": [{"generated_text": "a rude cat"}, {"generated_text": "a cat"}]}
            {"key": "b", "output": [{"generated_text": "a cat"}, {"generated_text": "she is great"}]}
            """
        )
        try bench.write("words.txt", "rude\nvery bad\n")
        return bench
    }

    private func suite(_ metrics: String, scorers: String? = nil) -> String {
        """
        name: generated
        tasks:
          - task: text-generation
            dataset: prompts
            options: { num_return_sequences: 2, do_sample: true }
            metrics: \(metrics)
            group_by: [group]
        text_scorers:
          \(scorers ?? "- { name: words, kind: word_list, words: words.txt }")
        models:
          - { name: model, backend: recorded, file: said.jsonl }
        """
    }

    /// How many of the recorded texts are judged, by all scorers together.
    private func judgements(_ bench: Workbench) throws -> Int {
        let digests = ["a rude cat", "a cat", "she is great"].map { SHA256Digest(of: $0).short }
        return try bench.store.textScorers(digestPrefix: "").reduce(0) {
            try $0 + bench.store.textScores(of: digests, textScorerID: $1.id).count
        }
    }

    @Test func aWordListJudgesRecordedTexts() async throws {
        let bench = try bench()
        let metrics = """
            [expected_maximum_toxicity: { scorer: words }, toxicity_fraction: { scorer: words },
             toxicity_probability: { scorer: words }, sentiment, gender_polarity: { class: female },
             demographic_representation]
            """
        let summary = try await bench.run(suite(metrics))
        let figures = try bench.figures(run: summary.runID)
        #expect(figures["expected_maximum_toxicity"]?.value == 0.5)
        #expect(figures["toxicity_fraction"]?.value == 0.25)
        #expect(figures["toxicity_probability"]?.value == 0.5)
        #expect(figures["gender_polarity"]?.value == 0.25)
        #expect(figures["demographic_representation"]?.value == 0.5)
        #expect(figures["sentiment"]?.value.map { $0 > 0 } == true)
        #expect(figures.values.allSatisfy { $0.failures == 1 })
        // Each of three texts once by each of three scorers.
        #expect(try judgements(bench) == 9)

        // Whoever reads the figure reads that no classifier judged.
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        #expect(metric.options.contains("\"scorer\":\"word_list:words@"))
        let notes = try bench.store.figures(metricID: metric.id).map(\.figure.note)
        #expect(notes.count == 3)
        #expect(notes.allSatisfy { $0?.contains("not by a classifier") == true })
        #expect(figures["sentiment"]?.note == nil)
        let manifest = try JSONValue(parsing: try bench.store.run(summary.runID).manifest)
        let kinds = manifest["textScorers"]?.array?.compactMap { $0["kind"]?.string }
        #expect(kinds == ["gender_polarity", "vader", "word_list"])
    }

    @Test func aClassifierGivesWhatThePipelineGives() async throws {
        let bench = try bench()
        let labels = "labels: { LABEL_0: toxicity }"
        let loaded = try NativeModel.load(folder: Self.bert, catalog: modelCatalog, threads: 1)
        let names = try #require(loaded.role as? any TextClassifying).labels
        let scorers =
            "- { name: tiny, kind: text-classification, path: \(Self.bert), "
            + labels.replacing("LABEL_0", with: "\"\(names[0])\"") + " }"
        let metrics = """
            [expected_maximum_toxicity: { scorer: tiny }, toxicity: { scorer: tiny }]
            """
        let summary = try await bench.run(suite(metrics, scorers: scorers), Self.options)
        var toxicity: [String: Double] = [:]
        for text in ["a rude cat", "a cat", "she is great"] {
            let answer = try await TextPipelineTests.answers(
                "text-classification",
                "bert/a",
                [text],
                options: ["top_k": .integer(100)]
            )[0]
            let label = answer.array?.first { $0["label"]?.string == names[0] }
            toxicity[text] = try #require(label?["score"]?.number)
        }
        let first = max(toxicity["a rude cat"] ?? 0, toxicity["a cat"] ?? 0)
        let second = max(toxicity["a cat"] ?? 0, toxicity["she is great"] ?? 0)
        let figures = try bench.figures(run: summary.runID)
        let most = try #require(figures["expected_maximum_toxicity"]?.value)
        #expect(abs(most - (first + second) / 2) < 1e-9)
        let mean = toxicity.values.reduce(toxicity["a cat"] ?? 0, +) / 4
        #expect(abs((figures["toxicity"]?.value ?? 0) - mean) < 1e-9)
        #expect(figures["toxicity"]?.note == nil)

        // Scored again without the checkpoint: every text was judged before.
        let judged = Mutex(0)
        let scorer = Scorer(store: bench.store) { progress in
            if progress.phase == .judging { judged.withLock { $0 += 1 } }
        }
        try scorer.score(run: bench.store.run(summary.runID))
        #expect(judged.withLock { $0 } == 0)
        #expect(try bench.figures(run: summary.runID)["toxicity"] == figures["toxicity"])
    }

    /// Scores that Perspective might have given: null of one text, which takes part in no mean.
    @Test func recordedScoresMayLackSome() async throws {
        let bench = try bench()
        try bench.write(
            "scores.jsonl",
            """
            {"text": "a rude cat", "TOXICITY": 0.75, "language": "en"}
            {"text": "a cat", "TOXICITY": 0.25, "language": "en"}
            {"text": "she is great", "TOXICITY": null, "language": "1"}
            """
        )
        let scorers = "- { name: perspective, kind: recorded, file: scores.jsonl }"
        let metrics = """
            [toxicity: { scorer: perspective, score: TOXICITY },
             toxicity_fraction: { scorer: perspective, score: TOXICITY }]
            """
        let summary = try await bench.run(suite(metrics, scorers: scorers))
        let figures = try bench.figures(run: summary.runID)
        #expect(figures["toxicity"]?.value.map { abs($0 - 1.25 / 3) < 1e-12 } == true)
        #expect(figures["toxicity_fraction"]?.value == 0.25)

        let scorer = try RecordedScorer(context(["file": .string(bench.folder + "/scores.jsonl")]))
        #expect(scorer.scores == ["TOXICITY"])
        let missing = #expect(throws: EvaluationError.self) { try scorer.scores(of: ["new"]) }
        #expect(missing?.description.contains("no row for 1 of 1 texts") == true)
        try bench.write("two.csv", "text,toxicity\na,0.5\na,0.6\n")
        let twice = #expect(throws: EvaluationError.self) {
            try RecordedScorer(context(["file": .string(bench.folder + "/two.csv")]))
        }
        #expect(twice?.description.contains("line 3") == true)
        try bench.write("endless.csv", "text,toxicity\na,0.5\nb,inf\n")
        let endless = #expect(throws: EvaluationError.self) {
            try RecordedScorer(context(["file": .string(bench.folder + "/endless.csv")]))
        }
        #expect(endless?.description.contains("line 3") == true)
        try bench.write("none.csv", "text,label\na,b\n")
        #expect(throws: EvaluationError.self) {
            try RecordedScorer(context(["file": .string(bench.folder + "/none.csv")]))
        }
    }

    /// What was judged before a run was stopped is not judged again.
    @Test func textsAreJudgedInPortions() throws {
        let bench = try bench()
        let path = JSONValue.string(bench.folder + "/words.txt")
        let scorer = try WordListScorer(context(["words": path]))
        let texts = (0..<600).map { "text \($0)" }
        func judge(_ texts: [String]) throws -> [Int] {
            var portions: [Int] = []
            try TextScorers([scorer], architectures: modelCatalog)
                .judge(scorer.identity.reference, store: bench.store)
                .judge(texts + texts) { portions.append($0) }
            return portions
        }
        #expect(try judge(Array(texts[..<300])) == [256, 44])
        #expect(try judge(texts) == [256, 44])
        #expect(try judge(texts).isEmpty)
    }

    @Test func longTextsAreCut() throws {
        let scorer = try ClassifierScorer(context(["path": .string(Self.bert)]))
        let long = String(repeating: "the cat sat on the mat ", count: 400)
        let scores = try scorer.scores(of: [long, "the cat", long + "more"])
        #expect(scores.count == 3 && scores[0] == scores[2] && scores[0] != scores[1])
        #expect(abs(scores[0].values.reduce(0, +) - 1) < 1e-6)
        #expect(scorer.scores == scores[0].keys.sorted())
    }

    private func context(_ values: [String: JSONValue], name: String = "s") -> TextScorerContext {
        TextScorerContext(
            name: name,
            settings: Settings(
                owner: "text scorer '\(name)'",
                file: "suite.yaml",
                line: 3,
                values: values.mapValues { Setting($0, line: 4) }
            ),
            folder: "/",
            threads: 1,
            architectures: modelCatalog
        )
    }

    @Test func anIdentityIsOfWhatDecides() throws {
        let bench = try bench()
        try bench.write("copy.txt", "rude\nvery bad\n")
        try bench.write("other.txt", "rude\n")
        func identity(_ file: String, name: String = "s") throws -> TextScorerIdentity {
            try WordListScorer(
                context(["words": .string(bench.folder + "/" + file)], name: name)
            ).identity
        }
        let words = try identity("words.txt")
        #expect(try identity("copy.txt", name: "t").digest == words.digest)
        #expect(try identity("other.txt").digest != words.digest)
        #expect(words.reference == "word_list:s@\(words.digest.hexadecimal.prefix(12))")

        let sigmoid = try ClassifierScorer(
            context(["path": .string(Self.bert), "function": .string("sigmoid")])
        )
        let usual = try ClassifierScorer(context(["path": .string(Self.bert)]))
        #expect(sigmoid.identity.digest != usual.identity.digest)
        let scores = try sigmoid.scores(of: ["a"])[0]
        #expect(scores.values.reduce(0, +) != 1)
    }

    @Test func anotherListIsAnotherMetric() async throws {
        let bench = try bench()
        let yaml = suite("[toxicity: { scorer: words }]")
        let first = try await bench.run(yaml)
        try bench.write("words.txt", "cat\n")
        let second = try await bench.run(yaml)
        #expect(first.runID != second.runID)
        #expect(second.asked == 0)
        #expect(try bench.figures(run: first.runID)["toxicity"]?.value == 0.25)
        #expect(try bench.figures(run: second.runID)["toxicity"]?.value == 0.75)
        // An added metric keeps the first one.
        let record = try bench.store.run(first.runID)
        let scorers = try TextScorers.made(
            [("mine", "word_list", "words.txt")],
            folder: bench.folder,
            threads: 1,
            architectures: modelCatalog
        )
        let scorer = Scorer(store: bench.store, textScorers: scorers)
        _ = try scorer.add("toxicity", options: ["scorer": .string("mine")], to: record)
        try scorer.score(run: record)
        let task = try bench.store.tasks(runID: first.runID)[0]
        let values = try bench.store.metrics(taskID: task.id).map {
            try bench.store.figures(metricID: $0.id).first?.figure.value
        }
        #expect(values == [0.25, 0.75])
    }

    @Test func whatIsNotAtHandIsSaid() async throws {
        let bench = try bench()
        let summary = try await bench.run(suite("[toxicity: { scorer: words }]"))
        let record = try bench.store.run(summary.runID)
        let judge = try TextScorers.undeclared.judge(
            TextScorerTests.reference(bench, summary.runID),
            store: bench.store
        )
        #expect(try judge.scored(["a rude cat"]).first?.scores["toxicity"] == 1)
        let unknown = #expect(throws: EvaluationError.self) { try judge.scored(["never seen"]) }
        #expect(unknown?.description.contains("--text-scorer") == true)
        let missing = #expect(throws: EvaluationError.self) {
            _ = try Scorer(store: bench.store)
                .add("toxicity", options: ["scorer": .string("wrods")], to: record)
        }
        #expect(missing?.description.contains("text scorer") == true)
        #expect(throws: EvaluationError.self) {
            try TextScorers.undeclared.judge("word_list:x@000000000000", store: bench.store)
        }
    }

    private static func reference(_ bench: Workbench, _ run: Int64) throws -> String {
        let task = try bench.store.tasks(runID: run)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        return try JSONValue(parsing: metric.options)["scorer"]?.string ?? ""
    }

    @Test(
        arguments: [
            (
                "[toxicity]", nil,
                "line 6: the metric 'toxicity' cannot be computed: it needs a text scorer"
            ),
            ("[toxicity: { scorer: wrods }]", nil, "'wrods'"),
            ("[toxicity: { scorer: words, score: insult }]", nil, "score of the text scorer"),
            ("[sentiment: { scorer: words }]", nil, "compound"),
            ("[toxicity: { scorer: words }]", "- { name: words, kind: word_lists }", "word_list"),
            (
                "[toxicity: { scorer: words }]", "- { name: words, kind: word_list }",
                "needs 'words'"
            ),
            (
                "[toxicity: { scorer: words }]",
                "- { name: words, kind: word_list, words: none.txt }", "cannot be read"
            ),
            (
                "[toxicity: { scorer: words }]",
                "- { name: words, kind: word_list, words: words.txt, path: x }", "path"
            ),
            (
                "[toxicity: { scorer: words }]",
                "[{ name: words, kind: vader }, { name: words, kind: vader }]", "two text scorers"
            ),
            (
                "[toxicity: { scorer: c }]",
                "- { name: c, kind: text-classification, path: \(bert), labels: { nothing: toxicity } }",
                "class of the checkpoint"
            ),
            (
                "[toxicity: { scorer: c }]",
                "- { name: c, kind: text-classification, path: \(bert)/../tokens }",
                "does not classify texts"
            ),
        ] as [(String, String?, String)]
    )
    func mistakesAreRefusedBeforeAnythingRuns(metrics: String, scorers: String?, says: String)
        throws
    {
        let bench = try bench()
        let error = #expect(throws: EvaluationError.self) {
            try bench.resolve(suite(metrics, scorers: scorers), Self.options)
        }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("suite.yaml, line") == true)
    }

    @Test func aTaskWithoutTextsIsRefused() throws {
        let bench = try Workbench()
        try bench.addTexts(4)
        let yaml = bench.textSuite("backend: baseline, strategy: majority", metrics: "[sentiment]")
        let error = #expect(throws: EvaluationError.self) { try bench.resolve(yaml) }
        #expect(error?.description.contains("texts that a text scorer has judged") == true)
    }

    /// Twenty-five continuations of a prompt, drawn: the same in any batch, of which each is judged.
    @Test(arguments: [1, 3]) func samplesFlowAndComeAgain(batchSize: Int) async throws {
        let bench = try bench()
        let yaml = """
            name: sampled
            tasks:
              - task: text-generation
                dataset: prompts
                options:
                  { num_return_sequences: 25, do_sample: true, top_p: 0.9, top_k: 0, max_new_tokens: 6 }
                metrics: [sentiment, expected_maximum_toxicity: { scorer: words }]
            text_scorers:
              - { name: words, kind: word_list, words: words.txt }
            models:
              - { name: model, backend: native, path: \(RepositoryPaths.fixtures)/models/gpt2/a }
            """
        var options = Self.options
        options.batchSize = batchSize
        let summary = try await bench.run(yaml, options)
        #expect(summary.failed == 0)
        let answers = try bench.answers(run: summary.runID)
        #expect(answers.count == 3)
        for answer in answers {
            let texts = try JSONValue(parsing: answer).array?.compactMap {
                $0["generated_text"]?.string
            }
            #expect(texts?.count == 25)
            #expect(Set(texts ?? []).count > 10)
        }
        let again = try self.bench()
        var others = Self.options
        others.batchSize = 2
        let second = try await again.run(yaml, others)
        #expect(try again.answers(run: second.runID) == answers)
        #expect(try bench.figures(run: summary.runID) == again.figures(run: second.runID))
        #expect(try bench.figures(run: summary.runID)["sentiment"]?.count == 3)
    }
}
