import Architectures
import Checkpoints
import Digests
import Domain
import Foundation
import Inference
import Storage
import TestSupport
import Testing

@testable import Evaluation

/// The pipelines of decoders, against what the reference's pipeline and lm-evaluation-harness's
/// definitions give for the committed GPT-2.
struct NativeTextTests {
    private static let folder = RepositoryPaths.fixtures + "/models/gpt2/a"

    private func answers<Pipeline: NativePipeline>(
        _ pipeline: Pipeline.Type,
        _ requests: [ModelRequest],
        options: [String: JSONValue] = [:]
    ) async throws -> [Answer] {
        var settings = Settings(owner: Pipeline.task, file: "options", line: 0)
        for (name, value) in options { settings.set(name, to: value) }
        let loaded = try NativeModel.load(folder: Self.folder, catalog: modelCatalog, threads: 2)
        let context = NativeContext(
            loaded,
            folder: Self.folder,
            decoding: try Pipeline.decoding(settings),
            threads: 2
        )
        let model = try #require(try Pipeline.model(context))
        return try await model.answer(
            requests.map {
                Question(request: $0, digest: $0.digest, exampleKey: "", exampleSplit: "")
            },
            media: InputFiles()
        )
    }

    private func recorded(_ key: String) throws -> [JSONValue] {
        let json = try ConfigurationScope(file: Self.folder + "/io.json")
        return try #require(json.value(key)?.array)
    }

    @Test func generatedTextIsThePipelines() async throws {
        for record in try recorded("pipeline") {
            let prompt = try #require(record["prompt"]?.string)
            let request = ModelRequest(task: NativeTextGeneration.task, text: prompt)
            let answer = try await answers(
                NativeTextGeneration.self,
                [request],
                options: try #require(record["options"]?.object)
            )[0]
            let output = try answer.result.get()
            #expect(NativeTextGeneration.json(output, to: request) == record["answers"])
        }
    }

    @Test func aStopStringEndsAnAnswerBeforeIt() async throws {
        let requests = ["How are you", "café"].map {
            ModelRequest(task: NativeTextGeneration.task, text: $0)
        }
        let whole = try await answers(
            NativeTextGeneration.self,
            requests,
            options: ["max_new_tokens": .integer(12), "return_full_text": .bool(false)]
        )
        let text = try #require(try whole[0].result.get().plain)
        // Each token is a letter, so any two of them lie in two tokens.
        let stop = String(text.dropFirst(2).prefix(2))
        let cut = try await answers(
            NativeTextGeneration.self,
            requests,
            options: [
                "max_new_tokens": .integer(12), "return_full_text": .bool(false),
                "stop_strings": .string(stop),
            ]
        )
        let place = try #require(text.range(of: stop))
        #expect(try cut[0].result.get() == .text(String(text[..<place.lowerBound])))
    }

    @Test func likelihoodsAreTheHarness() async throws {
        let records = try recorded("likelihoods")
        let requests = try records.map { record in
            ModelRequest(
                task: NativeMultipleChoice.task,
                text: try #require(record["context"]?.string),
                choices: [try #require(record["continuation"]?.string), "x"]
            )
        }
        let found = try await answers(NativeMultipleChoice.self, requests)
        for (answer, record) in zip(found, records) {
            guard case .likelihoods(let texts) = try answer.result.get() else {
                Issue.record("no likelihoods")
                continue
            }
            #expect(abs(texts[0].logLikelihood - (try #require(record["sum"]?.number))) < 1e-4)
            #expect(texts[0].isGreedy == record["is_greedy"]?.bool)
        }
    }

    @Test func rollingLikelihoodsAreTheHarness() async throws {
        let records = try recorded("rolling")
        let requests = try records.map {
            ModelRequest(task: NativePerplexity.task, text: try #require($0["text"]?.string))
        }
        let found = try await answers(NativePerplexity.self, requests)
        for (answer, record) in zip(found, records) {
            guard case .likelihoods(let texts) = try answer.result.get() else {
                Issue.record("no likelihoods")
                continue
            }
            let expected = try #require(record["sum"]?.number)
            #expect(abs(texts[0].logLikelihood - expected) < 1e-3)
            #expect(texts[0].tokens == record["text"]?.string?.utf8.count)
        }
    }

    /// Windows that advance by a stride, as Hugging Face's page on perplexity has them.
    @Test func stridedLikelihoodsAreTheReferences() async throws {
        let records = try recorded("strided")
        #expect(records.count == 7)
        for record in records {
            let options = ["window", "stride"].reduce(into: [String: JSONValue]()) {
                $0[$1] = record[$1]
            }
            let request = ModelRequest(
                task: NativePerplexity.task,
                text: try #require(record["text"]?.string)
            )
            let answer = try await answers(NativePerplexity.self, [request], options: options)[0]
            guard case .likelihoods(let texts) = try answer.result.get() else {
                Issue.record("no likelihoods")
                continue
            }
            let expected = try #require(record["sum"]?.number)
            #expect(abs(texts[0].logLikelihood - expected) < 1e-3, "\(options)")
            #expect(texts[0].tokens == record["tokens"]?.integer, "\(options)")
        }
        for options: [String: JSONValue] in [
            ["stride": .integer(33)], ["window": .integer(33), "stride": .integer(2)],
        ] {
            let request = ModelRequest(task: NativePerplexity.task, text: "ab")
            let answer = try await answers(NativePerplexity.self, [request], options: options)[0]
            #expect(throws: PredictionFailure.self) { try answer.result.get() }
        }
        let short = ModelRequest(task: NativePerplexity.task, text: "a")
        let answer = try await answers(
            NativePerplexity.self,
            [short],
            options: ["stride": .integer(2)]
        )[0]
        #expect(throws: PredictionFailure.self) { try answer.result.get() }
    }

    @Test func optionsThatDecideNothingAreRefused() async throws {
        await #expect(throws: InferenceError.self) {
            try await answers(
                NativeTextGeneration.self,
                [],
                options: ["temperature": .number(0.5)]
            )
        }
        await #expect(throws: EvaluationError.self) {
            try await answers(NativeTextGeneration.self, [], options: ["top_p": .number(2)])
        }
    }

    // MARK: - Tasks

    private func task<Task: EvaluationTask>(
        _ type: Task.Type,
        _ options: [String: JSONValue]
    ) throws -> Task {
        var settings = Settings(owner: Task.name, file: "suite", line: 0)
        for (name, value) in options { settings.set(name, to: value) }
        return try Task(options: settings)
    }

    @Test func choicesComeFromOptionsOrExamples() throws {
        let example = Example(
            key: "1",
            text: "Is it?",
            attributes: ["choices": "[\"yes\", \"no\", \"maybe\"]", "one": "A b", "two": "c"]
        )
        let fixed = try task(
            MultipleChoice.self,
            ["choices": .array([.string("x"), .string("y")])]
        )
        #expect(try fixed.requests(for: example)[0].choices == [" x", " y"])
        let own = try task(MultipleChoice.self, ["choices_from": .string("choices")])
        #expect(try own.requests(for: example)[0].choices == [" yes", " no", " maybe"])
        let columns = try task(
            MultipleChoice.self,
            [
                "choices_from": .array([.string("one"), .string("two")]),
                "template": .string("\n{}."),
            ]
        )
        #expect(try columns.requests(for: example)[0].choices == ["\nA b.", "\nc."])
        let labels = try task(MultipleChoice.self, [:]).completed { ["no", "yes"] }
        #expect(try labels.requests(for: example)[0].choices == [" no", " yes"])
        #expect(throws: PredictionFailure.self) {
            try task(MultipleChoice.self, ["choices_from": .string("none")]).requests(for: example)
        }
    }

    @Test(arguments: [
        (["normalize": "none"], "short"), (["normalize": "characters"], "much longer"),
        (["normalize": "tokens"], "much longer"),
        (["labels": "index"], "0"), (["labels": "letter", "normalize": "characters"], "B"),
    ])
    func theLikeliestChoiceIsTheAnswer(_ options: [String: String], _ label: String) throws {
        let output = ModelOutput.likelihoods([
            TextLikelihood(text: " short", logLikelihood: -2, tokens: 1),
            TextLikelihood(text: " much longer", logLikelihood: -3, tokens: 4),
        ])
        let choice = try task(MultipleChoice.self, options.mapValues(JSONValue.string))
        guard case .each(let outcome) = choice.outcomes(.labels),
            case .labels(let labels) = try outcome([output])
        else {
            Issue.record("no labels")
            return
        }
        #expect(labels.first?.label == label)
        #expect(abs(labels.reduce(0) { $0 + $1.score } - 1) < 1e-12)
    }

    @Test func severalAnswersSurviveBeingStored() throws {
        for output: ModelOutput in [
            .generations(["a", "b"]),
            .likelihoods([
                TextLikelihood(text: " a", logLikelihood: -1.5, tokens: 2, isGreedy: true)
            ]),
        ] {
            let json = try JSONValue(parsing: output.json.text)
            #expect(try ModelOutput(kind: output.kind, json: json) == output)
        }
    }
}
