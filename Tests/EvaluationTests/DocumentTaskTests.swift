import Digests
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Evaluation

@Suite("Tasks over questions, entities, queries and captions")
struct DocumentTaskTests {
    /// A caption of a picture, which is not read.
    private static func caption(
        _ key: String,
        _ text: String,
        picture: String,
        target: Target? = nil
    ) -> Example {
        Example(
            key: key,
            text: text,
            medium: Medium(
                digest: SHA256Digest(of: picture),
                kind: .image,
                mediaType: "image/png",
                sizeBytes: 1,
                content: .bytes([1])
            ),
            target: target
        )
    }

    private static func task<T: EvaluationTask>(_ type: T.Type) throws -> T {
        try T(options: Settings(owner: "task", file: "", line: 1))
    }

    // MARK: - Tags

    private static func entity(
        _ label: String,
        _ range: Range<Int>,
        index: Int? = nil
    ) -> FoundEntity {
        FoundEntity(
            label: label,
            score: 1,
            index: index,
            word: "",
            start: range.lowerBound,
            end: range.upperBound
        )
    }

    @Test func aWordHasTheTagOfItsFirstPiece() {
        // "Ines" in two pieces, "Vale" by its second piece alone, "Port" with the space before it.
        let entities = [
            Self.entity("B-PER", 0..<2, index: 1), Self.entity("I-PER", 2..<4, index: 2),
            Self.entity("I-PER", 7..<9, index: 4), Self.entity("B-LOC", 9..<14, index: 5),
        ]
        #expect(
            TokenClassification.tags("Ines Vale Port x", entities) == ["B-PER", "O", "B-LOC", "O"]
        )
    }

    @Test func groupsBeginAndGoOn() {
        let entities = [Self.entity("PER", 0..<9), Self.entity("PER", 10..<13)]
        #expect(
            TokenClassification.tags("In\u{E9}s Vale Bob .", entities)
                == ["B-PER", "I-PER", "B-PER", "O"]
        )
        // A recorded entity with its prefix keeps it, and classes of words are no groups.
        #expect(TokenClassification.tags("a b", [Self.entity("B-X", 0..<1)]) == ["B-X", "O"])
        #expect(
            TokenClassification.tags("a b", [Self.entity("NN", 0..<1, index: 1)]) == ["NN", "O"]
        )
        #expect(TokenClassification.tags("", []) == [])
    }

    @Test func recordedEntitiesAreScored() async throws {
        func entity(_ key: String, _ label: String, _ start: Int, _ end: Int) -> String {
            #"{"\#(key)":"\#(label)","score":1,"word":"x","start":\#(start),"end":\#(end)}"#
        }
        let bench = try Workbench()
        try bench.add(
            "names",
            .text,
            [
                Example(key: "1", text: "Ines left", target: .tags(["B-PER", "O"])),
                Example(key: "2", text: "Port Arden .", target: .tags(["B-LOC", "I-LOC", "O"])),
            ]
        )
        try bench.write(
            "answers.jsonl",
            """
            {"key": "1", "output": [\(entity("entity", "B-PER", 0, 4))]}
            {"key": "2", "output": [\(entity("entity_group", "LOC", 5, 10))]}
            """
        )
        let summary = try await bench.run(
            """
            name: names
            tasks: [{ task: token-classification, dataset: names, metrics: [entity_f1] }]
            models: [{ name: m, backend: recorded, file: answers.jsonl }]
            """
        )
        #expect(try bench.figures(run: summary.runID)["entity_f1"]?.value == 0.5)
    }

    // MARK: - Questions

    @Test func answersOfPipelinesAreTexts() async throws {
        let bench = try Workbench()
        let question = Example(
            key: "1",
            text: "Who?",
            target: .alternatives(["Ines"]),
            attributes: ["context": "Ines came."]
        )
        let impossible = Example(key: "2", text: "When?", target: .alternatives([""]))
        try bench.add("questions", .text, [question, impossible])
        try bench.write(
            "answers.jsonl",
            """
            {"key": "1", "output": {"answer": "the ines", "score": 0.9, "start": 0, "end": 4}}
            {"key": "2", "answer": ""}
            """
        )
        let summary = try await bench.run(
            """
            name: questions
            tasks:
              - task: question-answering
                dataset: questions
                metrics: [squad_exact_match, squad_f1]
            models: [{ name: m, backend: recorded, file: answers.jsonl }]
            """
        )
        let figures = try bench.figures(run: summary.runID)
        #expect(figures["squad_exact_match"]?.value == 1 && figures["squad_f1"]?.value == 1)
        let task = try Self.task(QuestionAnswering.self)
        #expect(try task.requests(for: question)[0].pair == "Ines came.")
        #expect(try task.requests(for: impossible)[0].pair == nil)
    }

    // MARK: - Queries

    @Test func queriesAreExecutedOnTheTable() async throws {
        let bench = try Workbench()
        let table = Table(
            header: ["Town", "People"],
            rows: [["Arden", "1200"], ["Vale", "800"]]
        )
        let gold = [
            (#"{"sel":0,"agg":0,"conds":[[1,1,"1,000"]]}"#, "arden"),
            (#"{"sel":1,"agg":4,"conds":[]}"#, "2000"), (#"{"sel":0,"agg":3,"conds":[]}"#, "2"),
        ]
        try bench.add(
            "towns",
            .table,
            gold.enumerated().map { index, gold in
                Example(
                    key: "\(index)",
                    text: "question \(index)",
                    medium: table.medium,
                    target: .answers([Target.Answer(gold.1)]),
                    attributes: ["query": gold.0, "types": #"["text","real"]"#]
                )
            }
        )
        // Another way to the same answer, the right query, and none.
        try bench.write(
            "answers.jsonl",
            """
            {"key": "0", "query": {"sel": 0, "agg": 0, "conds": [[0, 0, "ARDEN"]]}}
            {"key": "1", "output": "{\\"sel\\": 1, \\"agg\\": 4, \\"conds\\": []}"}
            {"key": "2", "output": "SELECT 1"}
            """
        )
        let summary = try await bench.run(
            """
            name: towns
            tasks:
              - task: table-query
                dataset: towns
                metrics:
                  - wikisql_execution_accuracy
                  - wikisql_logical_form_accuracy
                  - denotation_accuracy
            models: [{ name: m, backend: recorded, file: answers.jsonl }]
            """
        )
        let figures = try bench.figures(run: summary.runID)
        #expect(summary.failed == 0)
        #expect(figures["wikisql_execution_accuracy"]?.value == 2.0 / 3)
        #expect(figures["wikisql_logical_form_accuracy"]?.value == 1.0 / 3)
        #expect(figures["denotation_accuracy"]?.value == 2.0 / 3)
    }

    /// From the format's files to the figures: what the dataset says is right.
    @Test func rightQueriesAreRight() async throws {
        let bench = try Workbench()
        let folder = RepositoryPaths.fixtures + "/ingestion/wikisql/good"
        let data = try Data(contentsOf: URL(filePath: folder + "/dev.jsonl"))
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let rows = try lines.enumerated().map { index, line in
            let query = try #require(try JSONValue(parsing: String(line))["sql"])
            return JSONValue.object(["key": .integer(index + 1), "query": query]).text
        }
        try bench.write("answers.jsonl", rows.joined(separator: "\n"))
        let summary = try await bench.run(
            """
            name: towns
            tasks:
              - task: table-query
                dataset: { name: towns, format: wikisql, source: '\(folder)' }
                metrics: [wikisql_execution_accuracy, wikisql_logical_form_accuracy]
                group_by: [aggregation]
            models: [{ name: m, backend: recorded, file: answers.jsonl }]
            """
        )
        let figures = try bench.figures(run: summary.runID)
        for name in ["wikisql_execution_accuracy", "wikisql_logical_form_accuracy"] {
            #expect(figures[name]?.value == 1 && figures[name]?.count == 4)
        }
    }

    @Test func typesOfColumnsAreChecked() async throws {
        let bench = try Workbench()
        let example = Example(
            key: "0",
            text: "q",
            medium: Table(header: ["a"], rows: [["1"]]).medium,
            target: .answers([Target.Answer("1")]),
            attributes: ["types": #"["number"]"#]
        )
        try bench.add("bad", .table, [example])
        let error = await #expect(throws: RunFailure.self) {
            try await bench.run(
                """
                name: bad
                tasks: [{ task: table-query, dataset: bad, metrics: [wikisql_execution_accuracy] }]
                models: [{ name: m, backend: baseline, strategy: constant }]
                """
            )
        }
        #expect(error?.description.contains("a JSON list of text and real") == true)
    }

    // MARK: - Captions

    private static let vectors: [String: [Float]] = [
        "A photo depicts one": [3, 4], "A photo depicts two": [0, 2],
        "A photo depicts ref": [4, 3],
    ]

    /// The similarities that a task makes of captions whose vectors are given; pictures are [1, 0].
    private func similarities(_ examples: [Example]) throws -> [CaptionSimilarity] {
        let task = try Self.task(ImageTextSimilarity.self)
        let answered = try examples.map { example in
            AnsweredExample(
                example: example,
                outputs: try task.requests(for: example).map { request in
                    .embedding(request.text.flatMap { Self.vectors[$0] } ?? [1, 0])
                }
            )
        }
        guard case .together(let outcomes) = task.outcomes(.similarity) else { return [] }
        return try outcomes(answered).compactMap { outcome in
            if case .similarity(let similarity) = outcome { similarity } else { nil }
        }
    }

    @Test func otherCaptionsOfAPictureAreReferences() throws {
        let found = try similarities([
            Self.caption("a", "one", picture: "p"), Self.caption("b", "two", picture: "p"),
            Self.caption("c", "one", picture: "q"),
        ])
        #expect(found.map(\.references.count) == [1, 1, 0])
        #expect(abs(found[0].picture - 0.6) < 1e-12 && found[1].picture == 0)
        #expect(abs((found[0].references.first ?? 0) - 0.8) < 1e-12)
    }

    @Test func aTargetHasTheReferences() throws {
        let target = Target.alternatives(["ref", "two"])
        let example = Self.caption("a", "one", picture: "p", target: target)
        let found = try similarities([example, Self.caption("b", "two", picture: "p")])
        #expect(found[0].references.count == 2 && found[1].references.count == 1)
        #expect(abs((found[0].references.first ?? 0) - 0.96) < 1e-12)
        let requests = try Self.task(ImageTextSimilarity.self).requests(for: example)
        #expect(requests.count == 4)
    }

    /// As many requests as an example has references, from the database and back.
    @Test func examplesOfManyRequestsAreScored() async throws {
        let bench = try Workbench()
        try bench.add(
            "captions",
            .caption,
            (0..<7).map { index in
                let references = (0..<index).map { "reference \($0) of \(index)" }
                return Self.caption(
                    "\(index)",
                    "caption \(index)",
                    picture: "p\(index)",
                    target: index == 0 ? nil : .alternatives(references)
                )
            }
        )
        let summary = try await bench.run(
            """
            name: captions
            tasks:
              - task: image-text-similarity
                dataset: captions
                metrics: [clip_score, ref_clip_score]
            models: [{ name: m, backend: baseline, strategy: random }]
            """
        )
        let figures = try bench.figures(run: summary.runID)
        #expect(summary.saved == 7 && summary.failed == 0)
        #expect(figures["clip_score"]?.count == 7 && figures["ref_clip_score"]?.count == 6)
    }
}
