import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization

/// TAPAS in its roles: answers, conversations and classes, beside the reference's.
struct TapasTests {
    static let fixtures = RepositoryPaths.fixtures + "/models/tapas/"

    static func role<Role>(_ folder: String, threads: Int = 1, as _: Role.Type) throws -> Role {
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: threads)
        return try #require(model.role as? Role)
    }

    static func answering(_ folder: String, threads: Int = 1) throws -> any TableAnswering {
        try role(folder, threads: threads, as: (any TableAnswering).self)
    }

    static func tables(_ json: JSONValue) throws -> [String: Table] {
        try (json["tables"]?.object ?? [:]).mapValues { try Table(fixture: $0) }
    }

    static func answer(_ json: JSONValue?) throws -> TableAnswer {
        let output = try ModelOutput(kind: .tableAnswer, json: json ?? .null)
        guard case .tableAnswer(let answer) = output else {
            throw InferenceError.missingInput(name: "answer")
        }
        return answer
    }

    @Test(arguments: ["a", "b"])
    func answersAreThePipelines(_ variant: String) throws {
        let json = try JSONFile.read(Self.fixtures + variant + "/io.json")
        let tables = try Self.tables(json)
        let model = try Self.answering(Self.fixtures + variant)
        let cases = json["answers"]?.array ?? []
        #expect(cases.count == 9)
        for item in cases {
            let table = try #require(tables[item["table"]?.string ?? ""])
            let question = try #require(item["question"]?.string)
            let encoding = try model.front.encode(question, over: model.front.prepare(table))
            let scores = try #require(try model.scores(for: [encoding]).first)
            #expect(model.answer(scores, over: table) == (try Self.answer(item["answer"])))
        }
    }

    @Test(arguments: ["a", "b"])
    func conversationsAreThePipelines(_ variant: String) throws {
        let json = try JSONFile.read(Self.fixtures + variant + "/io.json")
        let tables = try Self.tables(json)
        let model = try Self.answering(Self.fixtures + variant)
        for item in json["conversations"]?.array ?? [] {
            let table = try #require(tables[item["table"]?.string ?? ""])
            let prepared = try model.front.prepare(table)
            var previous: [[Int]] = []
            var found: [TableAnswer] = []
            for question in item["questions"]?.strings ?? [] {
                var encoding = try model.front.encode(question, over: prepared)
                encoding.mark(previous)
                let scores = try #require(try model.scores(for: [encoding]).first)
                found.append(model.answer(scores, over: table))
                previous = scores.selected()
            }
            #expect(found == (try (item["answers"]?.array ?? []).map(Self.answer)))
        }
    }

    @Test func classesAreTheReferences() throws {
        let json = try JSONFile.read(Self.fixtures + "c/io.json")
        let tables = try Self.tables(json)
        let model = try Self.role(Self.fixtures + "c", as: (any TableClassifying).self)
        #expect(model.labels == ["refuted", "entailed"])
        for item in json["classes"]?.array ?? [] {
            let table = try #require(tables[item["table"]?.string ?? ""])
            let statement = try #require(item["statement"]?.string)
            let encoding = try model.front.encode(statement, over: model.front.prepare(table))
            let logits = try #require(try model.logits(for: [encoding]).first)
            let expected = (item["logits"]?.array ?? []).compactMap(\.number)
            #expect(logits.count == 2 && expected.count == 2)
            for (a, b) in zip(logits, expected) { #expect(abs(Double(a) - b) < 1e-5) }
        }
    }

    @Test(arguments: ["a", "b", "c"])
    func batchAndThreadsChangeNoBit(_ variant: String) throws {
        let json = try JSONFile.read(Self.fixtures + variant + "/io.json")
        let tables = try Self.tables(json)
        let questions = [
            ("book", "What's the topic in chapter 4?"), ("films", "?"), ("one", "x"),
            ("book", "How many chapters have more than 20 pages?"), ("films", "two or three"),
        ]
        func run(_ threads: Int, oneByOne: Bool) throws -> [[Float]] {
            let folder = Self.fixtures + variant
            let role = try Self.role(folder, threads: threads, as: (any TableReading).self)
            let front = role.front
            let encodings = try questions.map { name, question in
                try front.encode(question, over: front.prepare(try #require(tables[name])))
            }
            let batches = oneByOne ? encodings.map { [$0] } : [encodings]
            if let answering = role as? any TableAnswering {
                return try batches.flatMap { try answering.scores(for: $0) }
                    .map { $0.logits + ($0.aggregation ?? []) }
            }
            let classifying = try #require(role as? any TableClassifying)
            return try batches.flatMap { try classifying.logits(for: $0) }
        }
        let alone = try run(1, oneByOne: true)
        #expect(alone.count == questions.count && alone.allSatisfy { !$0.isEmpty })
        for threads in [1, 2, 3] {
            #expect(try run(threads, oneByOne: false) == alone)
            #expect(try run(threads, oneByOne: true) == alone)
        }
    }

    /// Recorded calls are padded as the reference pads them; the role runs without padding.
    @Test func paddingChangesNoCell() throws {
        let folder = Self.fixtures + "a"
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        let answering = try #require(model.role as? any TableAnswering)
        let json = try JSONFile.read(folder + "/io.json")
        let table = try Table(fixture: json["tables"]?["book"])
        let encoding = try answering.front.encode("page", over: answering.front.prepare(table))
        let padding = 7, length = encoding.count + padding
        let padded = { (ids: [Int]) in ids.map(Float.init) + Array(repeating: 0, count: padding) }
        let types = encoding.typeIDs.map(padded)
        let trace = TensorTrace()
        try model.model.run(
            inputs: [
                "input_ids": Tensor([1, length], padded(encoding.ids)),
                "attention_mask": Tensor(
                    [1, length],
                    padded(Array(repeating: 1, count: encoding.count))
                ),
                "token_type_ids": Tensor(
                    [1, length, 7],
                    (0..<length).flatMap { token in types.map { $0[token] } }
                ),
            ],
            options: [:],
            trace: trace
        )
        let logits = try #require(trace["logits"]).values
        let own = CellScores(
            encoding,
            logits: Array(logits.prefix(encoding.count)),
            aggregation: trace["logits_aggregation"]?.values
        )
        #expect(try answering.scores(for: [encoding]) == [own])
    }

    @Test func aTableBeyondTheModelIsRefused() throws {
        let model = try Self.answering(Self.fixtures + "a")
        // 21 distinct numbers in a column have ranks up to 21; the tables of ranks have 20 rows.
        let table = Table(header: ["x"], rows: (0..<21).map { [String($0)] })
        let encoding = try model.front.encode("x", over: model.front.prepare(table))
        #expect(
            throws: InferenceError.outOfTable(input: "token_type_ids (rank)", found: 20, count: 20)
        ) { try model.scores(for: [encoding]) }
    }

    @Test func aThresholdChoosesCells() {
        var encoding = TableEncoding(question: [0])
        encoding.append([1], row: 0, column: 1)
        encoding.append([2, 2], row: 1, column: 1)
        encoding.append([3], row: 2, column: 1)
        let scores = CellScores(encoding, logits: [9, 9, -1, -1, 1], aggregation: [1, 3, 3])
        #expect(scores.cells == [[0, 0], [1, 0]])
        #expect(scores.selected() == [[1, 0]])
        #expect(scores.selected(threshold: 0.2) == [[0, 0], [1, 0]])
        #expect(scores.likeliestAggregation == 1)
    }
}
