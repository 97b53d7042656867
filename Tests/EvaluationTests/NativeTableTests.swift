import Architectures
import Domain
import Evaluation
import Foundation
import Inference
import Storage
import TestSupport
import Testing

/// Tables through the pipelines of native models, as `assay predict` and runs ask them.
struct NativeTableTests {
    static let fixtures = RepositoryPaths.fixtures + "/models/tapas/"
    static let book = RepositoryPaths.root + "/suites/tables/book.csv"
    static let questions = RepositoryPaths.root + "/suites/tables/book-questions.txt"

    /// The answers of a pipeline to the inputs of `assay predict`.
    static func answers<Pipeline: NativePipeline>(
        _: Pipeline.Type,
        _ folder: String,
        _ inputs: [String],
        options: [String: JSONValue] = [:],
        batch: Int = 2
    ) async throws -> [ModelOutput] {
        var settings = Settings(owner: "test", file: "test", line: 0)
        for (name, value) in options { settings.set(name, to: value) }
        let files = InputFiles()
        let requests = try Pipeline.requests(inputs, files: files)
        let loaded = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 2)
        let context = NativeContext(
            loaded,
            folder: folder,
            decoding: try Pipeline.decoding(settings),
            threads: 2
        )
        let model = try #require(try Pipeline.model(context))
        var outputs: [ModelOutput] = []
        for start in stride(from: 0, to: requests.count, by: batch) {
            let questions = requests[start..<min(start + batch, requests.count)].map {
                Question(request: $0, digest: $0.digest, exampleKey: "", exampleSplit: "")
            }
            for answer in try await model.answer(questions, media: files) {
                outputs.append(try answer.result.get())
            }
        }
        return outputs
    }

    static func recorded(_ key: String) throws -> [JSONValue] {
        try JSONFile.read(fixtures + "a/io.json")[key]?.array ?? []
    }

    @Test func theBookIsAskedItsFourQuestions() async throws {
        let found = try await Self.answers(
            NativeTableQuestionAnswering.self,
            Self.fixtures + "a",
            [Self.book, "@" + Self.questions]
        )
        let expected = try Self.recorded("answers").filter { $0["table"]?.string == "book" }
        #expect(expected.count == 4)
        #expect(found.map(\.json) == expected.compactMap { $0["answer"] })
    }

    @Test(arguments: [1, 2, 3, 4])
    func aConversationGoesOnWhateverTheBatch(_ batch: Int) async throws {
        let found = try await Self.answers(
            NativeTableQuestionAnswering.self,
            Self.fixtures + "a",
            [Self.book, "@" + Self.questions],
            options: ["sequential": .bool(true)],
            batch: batch
        )
        let expected = try Self.recorded("conversations").first?["answers"]?.array
        #expect(found.map(\.json) == expected)
    }

    @Test func statementsAreClassified() async throws {
        let found = try await Self.answers(
            NativeTableEntailment.self,
            Self.fixtures + "c",
            [Self.book, "Chapter 4 begins on page 121.", "The book has seven chapters."]
        )
        let json = try JSONFile.read(Self.fixtures + "c/io.json")
        for (output, item) in zip(found, json["classes"]?.array ?? []) {
            guard case .labels(let labels) = output else {
                Issue.record("no labels")
                continue
            }
            let scores = (item["scores"]?.array ?? []).compactMap(\.number)
            for (index, label) in ["refuted", "entailed"].enumerated() {
                let score = try #require(labels.first { $0.label == label }).score
                #expect(abs(score - scores[index]) < 1e-5)
            }
        }
        #expect(found.count == 2)
    }

    @Test func aModelHasTheRoleOfItsHead() throws {
        let loaded = try NativeModel.load(
            folder: Self.fixtures + "c",
            catalog: modelCatalog,
            threads: 1
        )
        let context = NativeContext(loaded, folder: "", decoding: [:], threads: 1)
        #expect(NativeTableQuestionAnswering.model(context) == nil)
        #expect(NativeTableEntailment.model(context) != nil)
    }

    @Test func columnsByNameKeepTheirOrder() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func table(_ text: String, _ name: String = "table.json") throws -> Table {
            try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
            return try InputFiles().table(folder + "/" + name)
        }
        let rows = [["1", "3", "p"], ["2", "4.5", "q"]]
        let expected = Table(header: ["x", "b", "a"], rows: rows)
        let columns = #"{"x": ["1", "2"], "b": [3, 4.5], "a": ["p", "q"]}"#
        #expect(try table(columns) == expected)
        #expect(try table("\u{FEFF}" + columns) == expected)
        #expect(try table(expected.json.text) == expected)
        #expect(try table("x\tb\ta\n1\t3\tp\n2\t4.5\tq\n", "table.tsv") == expected)
        for (text, reason) in [
            (#"{"x": ["1"], "y": []}"#, "1 cells in the column 'y'"),
            (#"{"x": [["1"]]}"#, "an array of cells for the column 'x'"),
            ("[1]", "columns by name"),
            ("{", "not valid JSON"),
        ] {
            let error = #expect(throws: PredictionFailure.self) { try table(text) }
            #expect("\(error.map { "\($0)" } ?? "")".contains(reason))
        }
        #expect(throws: PredictionFailure.self) { try table("x,y\n1\n", "short.csv") }
        #expect(throws: PredictionFailure.self) { try InputFiles().table(folder + "/none.csv") }
    }
}
