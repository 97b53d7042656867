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

    // MARK: - Configurations

    /// A copy of a fixture whose `config.json` has other values.
    static func copy(_ variant: String, _ changes: [String: JSONValue?]) throws -> String {
        let name = "assay-\(UUID().uuidString)"
        let url = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.copyItem(at: URL(filePath: fixtures + variant), to: url)
        var members = try JSONFile.read(url.path + "/config.json").object ?? [:]
        for (key, value) in changes { members[key] = value }
        try JSONValue.object(members).text.write(
            to: url.appending(path: "config.json"),
            atomically: true,
            encoding: .utf8
        )
        return url.path
    }

    @Test(arguments: [
        ("select_one_column", JSONValue.bool(false), "'select_one_column' should be true"),
        ("temperature", .integer(0), "'temperature' should be above 0"),
        ("type_vocab_sizes", .array([.integer(3), .integer(2)]), "seven whole numbers"),
        ("type_vocab_sizes", .integer(2), "seven whole numbers"),
        ("hidden_act", .string("mish"), "hidden_act"),
        ("max_num_rows", .integer(0), "max_num_rows"),
        ("aggregation_labels", .object(["0": .string("NONE")]), "aggregation_labels.1"),
        ("no_aggregation_label_index", .integer(4), "no_aggregation_label_index"),
        ("num_aggregation_labels", .integer(5), "aggregation_labels.4"),
        ("num_aggregation_labels", .integer(0), "aggregation_classifier"),
        ("is_decoder", .bool(true), "is_decoder"),
        ("max_position_embeddings", .integer(25), "position_embeddings.weight"),
        ("architectures", .array([.string("TapasForMaskedLM")]), "Assay implements TapasFor"),
    ])
    func whatIsNotImplementedIsRefused(
        _ key: String,
        _ value: JSONValue,
        _ sentence: String
    ) throws {
        let folder = try Self.copy("a", [key: value])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let error = #expect(throws: (any Error).self) {
            try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test func aggregationsWithoutNamesAreLeftOut() throws {
        let folder = try Self.copy("a", ["aggregation_labels": .null])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try Self.answering(folder).aggregation == nil)
    }

    @Test func oldFilesAreRead() throws {
        let counts = try JSONFile.read(Self.fixtures + "a/config.json")["type_vocab_sizes"]
        let folder = try Self.copy("a", ["type_vocab_size": counts])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try Self.answering(folder).aggregation?.labels.count == 4)
    }
}
