import Architectures
import Domain
import Foundation
import Inference
import Ingestion
import Scoring
import Storage
import TestSupport
import Testing

@testable import Evaluation

/// How likely models find sentences, beside the references' algorithms over the same checkpoints
/// (`Tests/Fixtures/likelihood`), and the suites that compare them.
struct SentenceLikelihoodTests {
    /// Sentences that a model is asked about in one way.
    struct Recorded: Sendable, CustomTestStringConvertible {
        let model: String
        let rule: String
        let cases: [JSONValue]

        var testDescription: String { "\(model) \(rule)" }
    }

    static let recorded: [Recorded] = {
        let path = RepositoryPaths.fixtures + "/likelihood/sentences.json"
        let models = (try? JSONFile.read(path))?["models"]?.array ?? []
        return models.flatMap { model in
            ["all", "shared", "context", "candidate"].compactMap { rule in
                model[rule]?.array.map {
                    Recorded(model: model["model"]?.string ?? "", rule: rule, cases: $0)
                }
            }
        }
    }()

    static func answers(
        _ folder: String,
        _ requests: [ModelRequest],
        tokens: String
    ) async throws -> [Answer] {
        let path = RepositoryPaths.fixtures + "/models/" + folder
        let loaded = try NativeModel.load(folder: path, catalog: modelCatalog, threads: 2)
        let context = NativeContext(
            loaded,
            folder: path,
            decoding: ["tokens": .string(tokens)],
            threads: 2
        )
        let model = try #require(try NativeSentenceLikelihood.model(context))
        return try await model.answer(
            requests.map {
                Question(request: $0, digest: $0.digest, exampleKey: "", exampleSplit: "")
            },
            media: InputFiles()
        )
    }

    private static func likelihoods(_ answer: Answer) throws -> [TextLikelihood] {
        guard case .likelihoods(let texts) = try answer.result.get() else { return [] }
        return texts
    }

    @Test func everyRuleIsRecorded() {
        #expect(Self.recorded.count == 4 * 4 + 2)
    }

    @Test(arguments: recorded)
    func likelihoodsAreTheReferences(_ recorded: Recorded) async throws {
        let requests = recorded.cases.map {
            ModelRequest(
                task: "sentence-likelihood",
                text: $0["context"]?.string,
                choices: $0["sentences"]?.strings
            )
        }
        let answers = try await Self.answers(
            recorded.model,
            requests,
            tokens: recorded.rule == "context" ? "all" : recorded.rule
        )
        for (answer, row) in zip(answers, recorded.cases) {
            let expected = (row["scores"]?.array ?? []).map { $0.array?.compactMap(\.number) ?? [] }
            let found = try Self.likelihoods(answer)
            try #require(found.count == expected.count)
            #expect(found.map(\.text) == row["sentences"]?.strings)
            for (text, score) in zip(found, expected) {
                #expect(
                    abs(text.logLikelihood - score[0]) < 1e-4,
                    "'\(text.text)': \(text.logLikelihood), not \(score[0])"
                )
                #expect(Double(text.tokens) == score[1])
            }
        }
    }

    @Test func whatCannotBeAskedIsAFailureInItsPlace() async throws {
        let requests = [
            ModelRequest(task: "sentence-likelihood", choices: ["the cat", "the dog"]),
            ModelRequest(task: "sentence-likelihood", choices: ["cat", "dog"]),
            ModelRequest(task: "sentence-likelihood", choices: []),
            ModelRequest(
                task: "sentence-likelihood",
                choices: ["the cat", String(repeating: "the cat ", count: 40)]
            ),
        ]
        let shared = try await Self.answers("bert/masked-lm", requests, tokens: "shared")
        #expect(try Self.likelihoods(shared[0]).map(\.tokens) == [1, 1])
        let reasons = shared.dropFirst().map { answer -> String in
            if case .failure(let failure) = answer.result { "\(failure)" } else { "" }
        }
        #expect(reasons[0].contains("no token in common"))
        #expect(reasons[1].contains("no sentences"))
        #expect(reasons[2].contains("context of 48"))
        let templates = [
            ("no place", "no place", "BLANK once"), ("a BLANK", "a", "has no word"),
            ("a BLANK", "a ...", "has no word"), ("BLANK or BLANK", "a or b", "BLANK once"),
        ]
        for (template, sentence, reason) in templates {
            let request = ModelRequest(
                task: "sentence-likelihood",
                text: template,
                choices: [sentence]
            )
            let answer = try await Self.answers("bert/masked-lm", [request], tokens: "candidate")[0]
            guard case .failure(let failure) = answer.result else {
                Issue.record("'\(sentence)' in '\(template)' has a score")
                continue
            }
            #expect("\(failure)".contains(reason), "\(failure)")
        }
    }

    @Test func onlyLanguageModelsAreAsked() async throws {
        let path = RepositoryPaths.fixtures + "/models/bert/a"
        let loaded = try NativeModel.load(folder: path, catalog: modelCatalog, threads: 1)
        let context = NativeContext(loaded, folder: path, decoding: [:], threads: 1)
        #expect(try NativeSentenceLikelihood.model(context) == nil)
    }

    @Test func predictTakesSentencesOrATemplateFirst() throws {
        let plain = try NativeSentenceLikelihood.requests(["a b", "c"], files: InputFiles())
        #expect(plain == [ModelRequest(task: "sentence-likelihood", choices: ["a b", "c"])])
        let filled = try NativeSentenceLikelihood.requests(["a BLANK", "a b"], files: InputFiles())
        #expect(filled[0].text == "a BLANK" && filled[0].choices == ["a b"])
        func note(_ tokens: String) -> String? {
            let decoding = ["tokens": JSONValue.string(tokens)]
            let identity = ModelIdentity(backend: "test", describing: [:])
            let context = NativeContext(
                role: 0,
                identity: identity,
                folder: "",
                decoding: decoding,
                threads: 1
            )
            return NativeSentenceLikelihood.note(on: filled[0], context)
        }
        #expect(note("all")?.contains("follow") == true && note("candidate") == nil)
        #expect(throws: PredictionFailure.self) {
            try NativeSentenceLikelihood.requests(["a BLANK"], files: InputFiles())
        }
    }

    // MARK: - The task

    private func task(_ options: [String: JSONValue]) throws -> SentenceLikelihood {
        var settings = Settings(owner: "task", file: "suite", line: 0)
        for (name, value) in options { settings.set(name, to: value) }
        return try SentenceLikelihood(options: settings)
    }

    @Test func requestsAreMadeOfTextOrAttributes() throws {
        let example = Example(
            key: "1",
            text: "T",
            attributes: ["choices": "[\"a\",\"b\"]", "x": "X"]
        )
        #expect(try task([:]).requests(for: example)[0].choices == ["T"])
        let pair = try task(["choices_from": .string("choices"), "tokens": .string("shared")])
        let request = try pair.requests(for: example)[0]
        #expect(request.choices == ["a", "b"] && request.text == nil)
        #expect(pair.decoding == ["tokens": .string("shared")])
        let after = try task(["choices_from": .string("choices"), "context": .bool(true)])
        #expect(try after.requests(for: example)[0].text == "T")
        let columns = try task(["choices_from": .array([.string("x"), .string("x")])])
        #expect(try columns.requests(for: example)[0].choices == ["X", "X"])
        #expect(throws: PredictionFailure.self) {
            try task(["choices_from": .string("none")]).requests(for: example)
        }
        for bad: [String: JSONValue] in [
            ["tokens": .string("shared")], ["context": .bool(true)],
            ["tokens": .string("some"), "choices_from": .string("choices")],
            [
                "tokens": .string("candidate"), "context": .bool(true),
                "choices_from": .string("choices"),
            ],
        ] {
            #expect(throws: EvaluationError.self) { try task(bad) }
        }
    }

    @Test func aMeanIsTheSumByTokens() throws {
        let output = ModelOutput.likelihoods([
            TextLikelihood(text: "a", logLikelihood: -6, tokens: 3)
        ])
        func first(_ task: SentenceLikelihood) throws -> TextLikelihood? {
            guard case .each(let outcome) = task.outcomes(.likelihoods),
                case .likelihoods(let texts) = try outcome([output])
            else { return nil }
            return texts.first
        }
        #expect(try first(task([:]))?.logLikelihood == -6)
        let mean = try task(["scoring": .string("mean")])
        #expect(try first(mean)?.logLikelihood == -2)
        #expect(mean.objection(to: "perplexity", options: [:]) != nil)
        #expect(try task([:]).objection(to: "perplexity", options: [:]) == nil)
    }

    // MARK: - Suites

    /// A pair of each direction with recorded likelihoods, and the same pairs asked of a baseline and of
    /// two models.
    @Test func crowsPairsEndToEnd() async throws {
        let bench = try Workbench()
        try bench.write(
            "pairs.csv",
            """
            ,sent_more,sent_less,stereo_antistereo,bias_type
            0,the cat sat,the dog sat,stereo,animal
            1,a cat is bad,a dog is bad,stereo,animal
            2,bad people,good people,antistereo,people
            3,the cat is in,the dog is in,stereo,animal

            """
        )
        func row(_ key: Int, _ more: Double, _ less: Double) -> String {
            "{\"key\": \"\(key)\", \"output\": ["
                + "{\"text\": \"a\", \"log_likelihood\": \(more), \"tokens\": 3},"
                + "{\"text\": \"b\", \"log_likelihood\": \(less), \"tokens\": 3}]}\n"
        }
        try bench.write(
            "recorded.jsonl",
            row(0, -5, -6) + row(1, -7, -6.5) + row(2, -4, -3) + row(3, -2.0001, -2.0002)
        )
        let models = RepositoryPaths.fixtures + "/models/"
        let summary = try await bench.run(
            """
            name: pairs
            tasks:
              - task: sentence-likelihood
                dataset: { name: pairs, format: crows-pairs, source: pairs.csv }
                options: { choices_from: choices, tokens: shared }
                metrics:
                  - stereotype_share
                  - stereotype_share: { part: stereo }
                  - stereotype_share: { part: antistereo }
                  - likelihood_difference
                group_by: [bias_type]
            models:
              - { name: recorded, backend: recorded, file: recorded.jsonl }
              - { name: baseline, backend: baseline, strategy: random }
              - { name: bert, backend: native, path: "\(models)bert/masked-lm" }
              - { name: gpt2, backend: native, path: "\(models)gpt2/a" }
            """,
            RunOptions(architectures: modelCatalog)
        )
        let tasks = try bench.store.tasks(runID: summary.runID)
        #expect(tasks.count == 4)
        let metrics = try bench.store.metrics(taskID: tasks[0].id)
        let values = try metrics.map { metric in
            try bench.store.figures(metricID: metric.id).first { $0.attribute.isEmpty }?.figure
        }
        // One pair is neutral: a trial of all, not of its part.
        #expect(values[0]?.value == 0.25 && values[0]?.count == 4)
        #expect(values[1]?.value == 0.5 && values[1]?.count == 2)
        #expect(values[2]?.value == 0)
        #expect(abs((values[3]?.value ?? 0) - (1 + 0.5 + 1 + 0.0001) / 4) < 1e-12)
        for task in tasks {
            for metric in try bench.store.metrics(taskID: task.id) {
                let figure = try bench.store.figures(metricID: metric.id)
                    .first { $0.attribute.isEmpty }?.figure
                #expect(figure?.value != nil && figure?.failures == 0)
            }
        }
    }

    /// Every pair of the real file, by the baseline and with recorded likelihoods.
    @Test(.enabled(if: RepositoryPaths.shared != nil, "no public corpora (ASSAY_SHARED)"))
    func theRealCrowsPairs() async throws {
        let bench = try Workbench()
        let source =
            try #require(RepositoryPaths.shared)
            + "/data/crows-pairs/crows_pairs_anonymized.csv"
        var rows = ""
        var stereo = Proportion.zero, antistereo = Proportion.zero
        try CrowSPairs.read(SourceLocation(path: source), options: IngestionOptions()) { result in
            let example = try result.get()
            let number = try #require(Int(example.key))
            let more = -Double(number % 7), less = -Double(number % 5)
            rows +=
                "{\"key\": \"\(number)\", \"output\": ["
                + "{\"text\": \"more\", \"log_likelihood\": \(more), \"tokens\": 1},"
                + "{\"text\": \"less\", \"log_likelihood\": \(less), \"tokens\": 1}]}\n"
            guard more != less else { return }
            if example.attributes["direction"] == "stereo" {
                stereo += Proportion(hit: more > less)
            } else {
                antistereo += Proportion(hit: more > less)
            }
        }
        try bench.write("recorded.jsonl", rows)
        let summary = try await bench.run(
            """
            name: crows-pairs
            tasks:
              - task: sentence-likelihood
                dataset: { name: crows-pairs, format: crows-pairs, source: "\(source)" }
                options: { choices_from: choices, tokens: shared }
                metrics:
                  - stereotype_share
                  - stereotype_share: { part: stereo }
                  - stereotype_share: { part: antistereo }
            models:
              - { name: random, backend: baseline, strategy: random }
              - { name: recorded, backend: recorded, file: recorded.jsonl }
            """
        )
        let figures = try bench.store.tasks(runID: summary.runID).map { task in
            try bench.store.metrics(taskID: task.id).compactMap { metric in
                try bench.store.figures(metricID: metric.id).first { $0.attribute.isEmpty }?.figure
            }
        }
        let (random, recorded) = (figures[0], figures[1])
        #expect(random[0].count == 1508 && random[1].count > 1280)
        #expect(abs((random[0].value ?? 0) - 0.5) < 0.05)
        let hits = stereo.hits + antistereo.hits
        #expect(recorded[0].value == Double(hits) / 1508)
        #expect(recorded[1].value == stereo.share && recorded[1].count == stereo.trials)
        #expect(recorded[2].value == antistereo.share && recorded[2].count == antistereo.trials)
        #expect(stereo.trials > 900 && antistereo.trials > 150)
    }
}
