import Domain
import Foundation
import Testing

@testable import Evaluation

@Suite("Suites are read with the line of every mistake")
struct SuiteReaderTests {
    private static let good = """
        name: quickstart
        version: 1
        seed: 3
        tasks:
          - task: image-classification
            dataset: { format: idx, source: data/fashion, name: fashion, media: embed }
            split: test
            limit: 10
            metrics: [accuracy, top_k_accuracy: { k: 5 }, f1: { average: macro }]
            group_by: [label]
            models: [vit]
            options: { top_k: 7 }
        models:
          - { name: vit, backend: native, path: models/vit }
          - { name: no, backend: baseline, strategy: majority }
        """

    @Test func readsEverything() throws {
        let suite = try SuiteReader.parse(Self.good, file: "/suites/quick/suite.yaml")
        #expect(suite.name == "quickstart")
        #expect(suite.version == "1")
        #expect(suite.seed == 3)
        #expect(suite.folder == "/suites/quick")
        let task = try #require(suite.tasks.first)
        #expect(task.dataset.source == "/suites/quick/data/fashion")
        #expect(task.dataset.options.plain == ["media": .string("embed")])
        #expect(task.metrics.map(\.name) == ["accuracy", "top_k_accuracy", "f1"])
        #expect(task.metrics[1].options.plain == ["k": .integer(5)])
        #expect(task.split == "test" && task.limit == 10 && task.models == ["vit"])
        #expect(task.options.plain == ["top_k": .integer(7)])
        #expect(suite.models[0].settings.plain == ["path": .string("models/vit")])
        #expect(suite.models[1].name == "no", "a word stays a word, whatever YAML 1.1 made of it")
    }

    @Test(arguments: [
        ("seed: 3", "sed: 3", 3, "Did you mean 'seed'?"),
        ("metrics: [accuracy", "metric: [accuracy", 9, "Did you mean 'metrics'?"),
        ("limit: 10", "limit: 0", 8, "'limit' of task 'image-classification'"),
        ("limit: 10", "limit: ten", 8, "found \"ten\""),
        ("models: [vit]", "models: [vot]", 11, "Did you mean 'vit'?"),
        ("group_by: [label]", "group_by: { a: b }", 10, "a list of texts"),
        ("name: no,", "name: vit,", 15, "two models are named 'vit'"),
        ("backend: native,", "", 14, "needs 'backend'"),
        ("format: idx, ", "", 6, "both 'format' and 'source'"),
        ("metrics: [accuracy, top_k_accuracy: { k: 5 }, f1: { average: macro }]", "metrics: []", 9,
         "at least one member"),
        ("split: test", "split: test\n    split: train", 7, "given twice: 'split'"),
        ("limit: 10", "limit: [10", 9, "not valid YAML"),
    ])
    func namesLineAndReason(found: String, replacement: String, line: Int, reason: String) throws {
        let yaml = Self.good.replacing(found, with: replacement, maxReplacements: 1)
        #expect(yaml != Self.good)
        let error = try #require(throws: EvaluationError.self) {
            try SuiteReader.parse(yaml, file: "suite.yaml")
        }
        #expect(error.description.hasPrefix("suite.yaml, line \(line): "), "\(error)")
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test func findsTheFileOfAFolder() throws {
        let bench = try Workbench()
        try bench.write("suite.yaml", Self.good)
        #expect(try SuiteReader.read(bench.folder).name == "quickstart")
        #expect(try SuiteReader.read(bench.folder + "/suite.yaml").name == "quickstart")
        let error = #expect(throws: EvaluationError.self) {
            try SuiteReader.read(bench.folder + "/nowhere")
        }
        #expect(error?.description.contains("there is no such suite") == true)
    }

    @Test func refusesAnEmptyFile() throws {
        let error = #expect(throws: EvaluationError.self) {
            try SuiteReader.parse("# nothing\n", file: "suite.yaml")
        }
        #expect(error?.description == "suite.yaml: the file is empty")
    }
}
