import Domain
import Foundation
import Ingestion
import Storage
import TestSupport
import Testing

@testable import Evaluation

/// Real public data through whole runs: a format, a task, recorded answers, and figures that are known.
@Suite(
    .enabled(
        if: PublicData.root != nil,
        "needs the public data that ASSAY_SHARED names, or ../shared beside the repository"
    )
)
struct PublicDataTests {
    private let root = PublicData.root ?? ""

    /// Runs one task over recorded answers, a JSON line each.
    private func run(
        _ bench: Workbench,
        task: String,
        dataset: String,
        metrics: String,
        groupBy: String = "",
        answers: [(key: String, answer: JSONValue)]
    ) async throws -> RunSummary {
        let rows = answers.map {
            JSONValue.object(["key": .string($0.key), "output": $0.answer]).text
        }
        try bench.write("answers.jsonl", rows.joined(separator: "\n"))
        return try await bench.run(
            """
            name: public
            tasks:
              - task: \(task)
                dataset: { name: data, \(dataset) }
                metrics: [\(metrics)]
                group_by: [\(groupBy)]
            models: [{ name: m, backend: recorded, file: answers.jsonl }]
            """
        )
    }

    private func examples(
        _ format: any DatasetFormat.Type,
        _ path: String,
        _ values: [String: String] = [:]
    ) throws -> [Example] {
        var examples: [Example] = []
        try format.read(
            SourceLocation(path: root + "/" + path),
            options: IngestionOptions(values: values)
        ) { result in
            if case .success(let example) = result { examples.append(example) }
        }
        return examples
    }

    /// The answer that most people gave, the first of equally frequent ones.
    private static func mostCommon(_ target: Target?) -> String {
        guard case .alternatives(let texts) = target else { return "" }
        var best = (text: "", count: 0)
        for text in texts {
            let count = texts.count { $0 == text }
            if count > best.count { best = (text, count) }
        }
        return best.text
    }

    private static let vqa = "vqa-samples/v2_mscoco_val2014_annotations.json_samples.json"

    /// The sample has neither questions nor pictures, which the format is told.
    @Test(arguments: [("", 0.984), ("yes", 0.233), ("no", 0.276)])
    func visualQuestions(_ answer: String, _ expected: Double) async throws {
        let bench = try Workbench()
        let read = try examples(VQA.self, Self.vqa, ["questions": "none", "images": "none"])
        let data = try Data(contentsOf: URL(filePath: root + "/" + Self.vqa))
        let rows = try JSONValue(parsing: Array(data))["annotations"]?.array ?? []
        let summary = try await run(
            bench,
            task: "visual-question-answering",
            dataset: "format: vqa, source: '\(root)/\(Self.vqa)', questions: none, images: none",
            metrics: "vqa_accuracy",
            groupBy: "answer_type",
            answers: rows.map { row in
                let best = row["multiple_choice_answer"]?.string ?? ""
                return (row["question_id"]?.plain ?? "", .string(answer.isEmpty ? best : answer))
            }
        )
        #expect(read.count == 100 && summary.saved == 100 && summary.failed == 0)
        let figure = try #require(try bench.figures(run: summary.runID)["vqa_accuracy"])
        #expect(abs((figure.value ?? 0) - expected) < 1e-9)
        guard answer.isEmpty else { return }
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        var groups: [String: (Double, Int)] = [:]
        for row in try bench.store.figures(metricID: metric.id)
        where row.attribute == "answer_type" {
            groups[row.group] = (row.figure.value ?? -1, row.figure.count)
        }
        #expect(groups["yes/no"].map { $0.0 == 1 && $0.1 == 40 } ?? false)
        #expect(groups["number"].map { $0.0 == 1 && $0.1 == 17 } ?? false)
        #expect(groups["other"].map { abs($0.0 - 0.9628) < 5e-5 && $0.1 == 43 } ?? false)
    }

    @Test func questionsAboutWriting() async throws {
        let bench = try Workbench()
        let file = "vqa-samples/TextVQA_0.5.1_val.json_samples.json"
        let read = try examples(TextVQA.self, file, ["images": "none"])
        #expect(read.count == 100)
        let summary = try await run(
            bench,
            task: "visual-question-answering",
            dataset: "format: text-vqa, source: '\(root)/\(file)', images: none",
            metrics: "vqa_accuracy",
            answers: read.map { ($0.key, .string(Self.mostCommon($0.target))) }
        )
        let figure = try #require(try bench.figures(run: summary.runID)["vqa_accuracy"])
        #expect(abs((figure.value ?? 0) - 0.983) < 1e-9, "\(figure)")
    }

    @Test func rightAnswersOfWikiTableQuestionsAreRight() async throws {
        let bench = try Workbench()
        let folder = "wikitablequestions"
        let read = try examples(
            WikiTableQuestions.self,
            folder,
            ["files": "pristine-unseen-tables"]
        )
        let summary = try await run(
            bench,
            task: "table-question-answering",
            dataset: "format: wikitablequestions, source: '\(root)/\(folder)', "
                + "files: pristine-unseen-tables",
            metrics: "denotation_accuracy",
            answers: read.map { example in
                guard case .answers(let answers) = example.target else { return ("", .null) }
                let cells = answers.map(\.text)
                return (
                    example.key,
                    .object([
                        "answer": .string(cells.joined(separator: ", ")),
                        "cells": .array(cells.map(JSONValue.string)),
                    ])
                )
            }
        )
        let figure = try #require(try bench.figures(run: summary.runID)["denotation_accuracy"])
        #expect(figure.value == 1 && figure.count == 4344)
    }

    /// The majority of the small test is "refuted", by a hair: 1,009 of 1,998.
    ///
    /// The sample lacks one table, whose five statements cannot be asked.
    @Test func majorityOfTabFact() async throws {
        let bench = try Workbench()
        let summary = try await bench.run(
            """
            name: tabfact
            tasks:
              - task: table-entailment
                dataset:
                  name: tabfact-small
                  format: tabfact
                  source: '\(root)/tabfact'
                  ids: small_test_id.json
                metrics: [accuracy]
                group_by: [complexity]
            models: [{ name: majority, backend: baseline, strategy: majority }]
            """
        )
        let figure = try #require(try bench.figures(run: summary.runID)["accuracy"])
        #expect(figure.count == 1993)
        #expect(figure.value == 1007.0 / 1993)
        func json(_ name: String) throws -> JSONValue {
            let file = URL(filePath: "\(root)/tabfact/\(name)")
            return try JSONValue(parsing: Array(Data(contentsOf: file)))
        }
        let small = Set(try json("small_test_id.json").strings ?? [])
        let labels = try #require(try json("test_examples.json").object)
            .filter { small.contains($0.key) }.flatMap { $0.value.array?[1].array ?? [] }
        #expect(labels.count == 1998 && labels.count { $0 == .integer(0) } == 1009)
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        let groups = try bench.store.figures(metricID: metric.id)
            .filter { $0.attribute == "complexity" }
        #expect(Set(groups.map(\.group)) == ["simple", "complex"])
        #expect(groups.reduce(0) { $0 + $1.figure.count } == 1993)
    }

    /// Captions that people wrote, each held against the others of its picture.
    @Test func captionsOfCOCO() async throws {
        let bench = try Workbench()
        let read = try examples(CocoCaptions.self, "tiny-coco", ["examples": "pictures"])
        #expect(read.count == 20)
        let summary = try await run(
            bench,
            task: "image-to-text",
            dataset: "format: coco-captions, source: '\(root)/tiny-coco', examples: pictures",
            metrics: "bleu",
            answers: read.map { example in
                guard case .alternatives(let texts) = example.target else { return ("", .null) }
                return (example.key, .string(texts[0]))
            }
        )
        // Every answer is one of its references.
        let figure = try #require(try bench.figures(run: summary.runID)["bleu"])
        #expect(figure.count == 20 && abs((figure.value ?? 0) - 100) < 1e-9, "\(figure)")
    }
}

/// Public data that are not in the repository: the folder that `ASSAY_SHARED` names, or else `shared`
/// beside the repository.
enum PublicData {
    /// Nil without it.
    static let root = RepositoryPaths.shared.flatMap { shared in
        FileManager.default.fileExists(atPath: shared + "/data") ? shared + "/data" : nil
    }
}
