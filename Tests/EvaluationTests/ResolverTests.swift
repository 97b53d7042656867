import Domain
import Storage
import Testing

@testable import Evaluation

@Suite("A suite is resolved completely before the first prediction")
struct ResolverTests {
    private static let good = """
        name: test
        tasks:
          - task: text-classification
            dataset: texts
            split: test
            metrics: [accuracy, f1: { average: macro }]
            group_by: [third, label]
            options: { top_k: 2 }
        models:
          - { name: a, backend: baseline, strategy: majority }
          - { name: b, backend: baseline, strategy: random }
        """

    @Test func joinsEveryTaskWithEveryModel() throws {
        let bench = try Workbench()
        try bench.addTexts(10)
        let resolved = try bench.resolve(Self.good)
        #expect(resolved.tasks.map(\.modelName) == ["a", "b"])
        #expect(resolved.plan.tasks.map(\.metrics.count) == [2, 2])
        #expect(resolved.tasks[0].exampleCount == 10)
        #expect(try bench.store.runs().isEmpty)
    }

    @Test(arguments: [
        ("text-classification", "text-clasification", 3, "Did you mean 'text-classification'?"),
        ("dataset: texts", "dataset: text", 4, "Did you mean 'texts'?"),
        ("split: test", "split: tset", 5, "Did you mean 'test'?"),
        ("accuracy,", "acuracy,", 6, "Did you mean 'accuracy'?"),
        ("average:", "avrage:", 6, "Did you mean 'average'?"),
        ("macro", "makro", 6, "macro"),
        ("accuracy,", "word_error_rate,", 6, "takes a text and the task"),
        ("accuracy,", "f1: { average: macro },", 6, "given twice"),
        ("accuracy,", "top_k_accuracy: { k: 3 },", 6, "set the task's option 'top_k' to 3"),
        ("[third,", "[thrid,", 7, "Did you mean 'third'?"),
        ("top_k: 2", "topk: 2", 8, "Did you mean 'top_k'?"),
        ("baseline, strategy: m", "basline, strategy: m", 10, "Did you mean 'baseline'?"),
        ("strategy: majority", "stratgy: majority", 10, "Did you mean 'strategy'?"),
        ("majority", "majorty", 10, "Did you mean 'majority'?"),
        (
            "baseline, strategy: m", "command, command: ./nothing, x: m", 10,
            "setting of the backend"
        ),
        ("baseline, strategy: majority", "command, command: [./nothing]", 10, "is not there"),
        ("baseline, strategy: majority", "recorded, file: gone.csv", 10, "cannot be read"),
        ("dataset: texts", "dataset: { format: idxx, source: x }", 4, "dataset format"),
    ])
    func refuses(found: String, replacement: String, line: Int, reason: String) throws {
        let bench = try Workbench()
        try bench.addTexts(10)
        let yaml = Self.good.replacing(found, with: replacement, maxReplacements: 1)
        #expect(yaml != Self.good)
        let error = try #require(throws: EvaluationError.self) { try bench.resolve(yaml) }
        #expect(error.description.contains("suite.yaml, line \(line): "), "\(error)")
        #expect(error.description.contains(reason), "\(error)")
        #expect(try bench.store.runs().isEmpty)
    }

    @Test func refusesADatasetOfAnotherKind() throws {
        let bench = try Workbench()
        try bench.add("texts", .caption, [Example(key: "a", text: "b", target: .label("c"))])
        let error = #expect(throws: EvaluationError.self) { try bench.resolve(Self.good) }
        #expect(error?.description.contains("is of kind caption") == true)
    }

    @Test func refusesAMetricWithoutItsTarget() throws {
        let bench = try Workbench()
        try bench.add("texts", .text, [Example(key: "a", split: "test", text: "b")])
        let yaml = Self.good.replacing("[third, label]", with: "[]")
            .replacing("majority", with: "constant").replacing("random", with: "constant")
        let error = #expect(throws: EvaluationError.self) { try bench.resolve(yaml) }
        #expect(error?.description.contains("needs targets of kind label") == true, "\(error)")
    }

    @Test func digestChangesWithWhatDecidesTheNumbersOnly() throws {
        let bench = try Workbench()
        try bench.addTexts(10)
        let digest = try bench.resolve(Self.good).plan.digest
        var options = RunOptions.test
        options.batchSize = 1
        options.threads = 2
        #expect(try bench.resolve(Self.good, options).plan.digest == digest)
        #expect(try bench.resolve("# a remark\n" + Self.good).plan.digest == digest)
        options.limit = 3
        #expect(try bench.resolve(Self.good, options).plan.digest != digest)
        for (found, replacement) in [
            ("macro", "micro"), ("top_k: 2", "top_k: 3"), ("[third, label]", "[third]"),
            ("majority", "constant"), ("name: b", "name: c"), ("name: test", "name: other"),
        ] {
            let yaml = Self.good.replacing(found, with: replacement)
            #expect(try bench.resolve(yaml).plan.digest != digest, "\(replacement)")
        }
        try bench.addTexts(11)
        #expect(try bench.resolve(Self.good).plan.digest != digest)
    }

    /// An option that changes no answer can change the numbers all the same.
    @Test func digestChangesWithHowAnswersAreRead() throws {
        let bench = try Workbench()
        try bench.addTexts(2)
        func digest(_ option: String) throws -> String {
            let yaml = Self.good.replacing("text-classification", with: "multiple-choice")
                .replacing("top_k: 2", with: option).replacing("majority", with: "constant")
            return try bench.resolve(yaml).plan.digest
        }
        let none = try digest("normalize: none")
        #expect(try digest("normalize: none") == none)
        #expect(try digest("normalize: tokens") != none)
    }

    @Test func overridesPaths() throws {
        let bench = try Workbench()
        try bench.addTexts(1)
        try bench.write("a.jsonl", #"{"key": "k0", "label": "odd"}"#)
        let other = try bench.write("b.jsonl", #"{"key": "k0", "label": "even"}"#)
        let yaml = bench.textSuite("backend: recorded, file: a.jsonl")
        var options = RunOptions.test
        options.overrides = ["model": other]
        #expect(try bench.resolve(yaml).plan.digest != bench.resolve(yaml, options).plan.digest)
        options.overrides = ["modle": other]
        let error = #expect(throws: EvaluationError.self) { try bench.resolve(yaml, options) }
        #expect(error?.description.contains("Did you mean 'model'?") == true)
    }
}
