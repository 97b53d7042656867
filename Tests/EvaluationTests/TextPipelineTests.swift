import Architectures
import Domain
import Foundation
import Inference
import TestSupport
import Testing

@testable import Evaluation

/// The native text pipelines beside what the reference's pipelines said of the same checkpoints.
struct TextPipelineTests {
    /// One recorded answer.
    struct Recorded: Sendable, CustomTestStringConvertible {
        let folder: String
        let task: String
        let input: JSONValue
        let options: [String: JSONValue]
        let output: JSONValue

        var testDescription: String {
            "\(folder) \(task) \(JSONValue.object(options).text) \(input.text.prefix(40))"
        }
    }

    static let models = RepositoryPaths.fixtures + "/models/"

    static let types = ["bert", "distilbert", "roberta", "xlm-roberta"]

    static let recorded: [Recorded] = types.flatMap { type in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: models + type)) ?? []
        return names.sorted().flatMap { name -> [Recorded] in
            let file = models + "\(type)/\(name)/io.json"
            guard let data = FileManager.default.contents(atPath: file),
                let json = try? JSONValue(parsing: Array(data))
            else { return [] }
            return (json["pipelines"]?.array ?? []).map {
                Recorded(
                    folder: "\(type)/\(name)",
                    task: $0["task"]?.string ?? "",
                    input: $0["input"] ?? .null,
                    options: $0["options"]?.object ?? [:],
                    output: $0["output"] ?? .null
                )
            }
        }
    }

    static func answers(
        _ task: String,
        _ folder: String,
        _ inputs: [String],
        options: [String: JSONValue] = [:],
        threads: Int = 1
    ) async throws -> [JSONValue] {
        let pipeline = try nativePipelineCatalog(task)
        var settings = Settings(owner: task, file: "", line: 0)
        for (name, value) in options { settings.set(name, to: value) }
        let loaded = try NativeModel.load(
            folder: models + folder,
            catalog: modelCatalog,
            threads: threads
        )
        let context = NativeContext(
            loaded,
            folder: models + folder,
            decoding: try pipeline.decoding(settings),
            threads: threads
        )
        let model = try #require(try pipeline.model(context))
        let requests = try pipeline.requests(inputs, files: InputFiles())
        let questions = requests.map {
            Question(request: $0, digest: $0.digest, exampleKey: "", exampleSplit: "")
        }
        let answers = try await model.answer(questions, media: InputFiles())
        return try zip(answers, requests).map { pipeline.json(try $0.result.get(), to: $1) }
    }

    @Test func everyPipelineIsRecorded() {
        #expect(
            Set(Self.recorded.map(\.task)) == [
                "text-classification", "token-classification", "fill-mask",
                "zero-shot-classification", "feature-extraction",
                "question-answering",
            ]
        )
        #expect(Self.recorded.count > 60)
    }

    @Test(arguments: recorded)
    func answersAreTheReferences(_ recorded: Recorded) async throws {
        var options = recorded.options
        if recorded.task == "text-classification" {
            // The reference gives one label unless it is told a number; null stands for all.
            let topK = options["top_k"] ?? .integer(1)
            options["top_k"] = topK == .null ? .integer(100) : topK
        }
        let input = recorded.input.string ?? recorded.input.text
        let answer = try await Self.answers(
            recorded.task,
            recorded.folder,
            [input],
            options: options
        )
        let departure = Self.departure(of: try #require(answer.first), from: recorded.output, "")
        #expect(departure == nil, "\(departure ?? "")")
    }

    @Test(
        arguments: [
            ("text-classification", "bert/a", [:]),
            (
                "token-classification", "roberta/tokens",
                ["aggregation_strategy": .string("average")]
            ),
            (
                "zero-shot-classification", "distilbert/b",
                ["candidate_labels": .string("animals, places")]
            ),
            ("question-answering", "bert/questions", [:]),
            ("feature-extraction", "bert/sentences", [:]),
            ("feature-extraction", "bert/plain", [:]),
            ("feature-extraction", "distilbert/masked-lm", ["pooling": .string("max")]),
        ] as [(String, String, [String: JSONValue])]
    )
    func batchAndThreadsChangeNoBit(
        _ task: String,
        _ folder: String,
        _ options: [String: JSONValue]
    ) async throws {
        let words = ["The", "cat", "sat", "in", "Paris", "unbelievably", ",", "", "naïve"]
        var texts = (0..<40).map { index in
            (0..<(index * 7 % 19)).map { words[($0 * 5 + index) % words.count] }
                .joined(separator: " ")
        }
        if task == "question-answering" {
            texts = texts.map { text in
                let context = JSONValue.string("In Paris \(text)")
                return JSONValue.object(["question": .string("Who?"), "context": context]).text
            }
        }
        var alone: [JSONValue] = []
        for text in texts {
            alone += try await Self.answers(task, folder, [text], options: options)
        }
        for threads in [1, 2, 3] {
            let together = try await Self.answers(
                task,
                folder,
                texts,
                options: options,
                threads: threads
            )
            #expect(together == alone)
        }
    }

    @Test func aTextWithoutMaskIsAFailureOfItsOwn() async throws {
        await #expect(throws: (any Error).self) {
            try await Self.answers("fill-mask", "bert/masked-lm", ["no mask"])
        }
        await #expect(throws: (any Error).self) {
            try await Self.answers(
                "fill-mask",
                "bert/masked-lm",
                ["the [MASK]"],
                options: ["targets": .string("antidisestablishment")]
            )
        }
    }

    @Test func zeroShotNeedsAModelOfInference() async throws {
        let error = await #expect(throws: (any Error).self) {
            try await Self.answers(
                "zero-shot-classification",
                "bert/a",
                ["x"],
                options: ["candidate_labels": .string("a,b")]
            )
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("begins with 'entail'"))
        await #expect(throws: (any Error).self) {
            try await Self.answers("zero-shot-classification", "roberta/b", ["x"])
        }
    }

    /// What looks like a pair and is none is no text either.
    @Test func pairsThatAreNoStringsAreRefused() throws {
        func requests(_ input: String) throws -> [ModelRequest] {
            try NativeTextClassification.requests([input], files: InputFiles())
        }
        for input in [#"{"text": 3}"#, #"{"text": "a", "text_pair": 3}"#] {
            #expect(throws: (any Error).self) { try requests(input) }
        }
        #expect(try requests(#"{"text": "a", "text_pair": "b"}"#).first?.pair == "b")
        #expect(try requests(#"{"text": "a", "text_pair": null}"#).first?.text == "a")
        #expect(try requests("{text} in braces").first?.text == "{text} in braces")
    }

    /// A model of one head has no other's role.
    @Test func rolesAreThoseOfTheHead() throws {
        func role(_ folder: String) throws -> any Sendable {
            try NativeModel.load(folder: Self.models + folder, catalog: modelCatalog, threads: 1)
                .role
        }
        #expect(try role("bert/a") is any TextClassifying)
        #expect(try !(role("bert/masked-lm") is any TextClassifying))
        #expect(try role("bert/masked-lm") is any MaskFilling)
        #expect(try role("distilbert/tokens") is any TokenClassifying)
        #expect(try !(role("distilbert/tokens") is any MaskFilling))
        #expect(try role("roberta/a") is any TextEmbedding)
    }

    /// Says where two answers depart from each other by more than 1e-5.
    static func departure(of found: JSONValue, from expected: JSONValue, _ path: String) -> String?
    {
        if let a = found.number, let b = expected.number {
            return abs(a - b) <= 1e-5 ? nil : "\(path): \(a), expected \(b)"
        }
        if let a = found.array, let b = expected.array {
            guard a.count == b.count else {
                return "\(path): \(a.count) members, expected \(b.count)"
            }
            return zip(a, b).enumerated().lazy.compactMap { index, pair in
                departure(of: pair.0, from: pair.1, "\(path)[\(index)]")
            }.first
        }
        if let a = found.object, let b = expected.object {
            guard a.keys.sorted() == b.keys.sorted() else {
                return "\(path): \(a.keys.sorted()), expected \(b.keys.sorted())"
            }
            return a.keys.sorted().lazy.compactMap { key in
                departure(of: a[key] ?? .null, from: b[key] ?? .null, "\(path).\(key)")
            }.first
        }
        return found == expected ? nil : "\(path): \(found.text), expected \(expected.text)"
    }
}
