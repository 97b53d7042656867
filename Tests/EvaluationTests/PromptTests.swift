import Domain
import Storage
import Testing

@testable import Evaluation

/// Prompts from templates, and the solved examples that come before them.
struct PromptTests {
    private func settings(_ options: [String: JSONValue]) -> Settings {
        Settings(
            owner: "test",
            file: "suite.yaml",
            line: 3,
            values: options.mapValues { Setting($0, line: 4) }
        )
    }

    private func example(_ key: String, split: String = "test") -> Example {
        Example(
            key: key,
            split: split,
            text: "What is \(key)?",
            target: .label("<\(key)>"),
            attributes: ["kind": "k"]
        )
    }

    private func text(_ options: [String: JSONValue], _ example: Example) throws -> String {
        try Prompt(settings(options)).text(for: example) { _ in "" }
    }

    @Test func fillsPlaces() throws {
        #expect(try text([:], example("a")) == "What is a?")
        let template = "{{{kind}}} {text} {target}}}"
        #expect(try text(["prompt": .string(template)], example("a")) == "{k} What is a? <a>}")
        #expect(
            try text(["prompt": .string("Q: {text}"), "description": .string("D ")], example("a"))
                == "D Q: What is a?"
        )
        #expect(throws: PredictionFailure("the example has no attribute 'none' for its place")) {
            try text(["prompt": .string("{none}")], example("a"))
        }
        #expect(throws: PredictionFailure.self) { try text([:], Example(key: "b")) }
    }

    @Test(arguments: ["{text", "text}", "{}", "{a{b}"])
    func refusesBraces(template: String) throws {
        #expect {
            try Prompt(settings(["prompt": .string(template)]))
        } throws: { error in
            "\(error)".contains("suite.yaml, line 4") && "\(error)".contains("'prompt'")
        }
    }

    /// The same in every run, whatever was asked before, never the example itself, none twice.
    @Test func drawsSolvedExamplesByKeyAndSeed() throws {
        let pool = (0..<6).map { example("p\($0)", split: "train") }
        func prompt(_ seed: Int, _ example: Example) throws -> String {
            let prompt = try Prompt(
                settings([
                    "num_fewshot": .integer(5), "fewshot_seed": .integer(seed),
                    "target_delimiter": .string("="), "fewshot_delimiter": .string("|"),
                ])
            )
            .completed { split in
                #expect(split == "train")
                return pool
            }
            return try prompt.text(for: example) { $0.target?.plain ?? "" }
        }
        let shown = try prompt(0, example("a"))
        #expect(try prompt(0, example("a")) == shown)
        #expect(try prompt(1, example("a")) != shown)
        let parts = shown.split(separator: "|").map(String.init)
        #expect(parts.count == 6 && parts.last == "What is a?")
        #expect(Set(parts).count == 6)
        #expect(parts.dropLast().allSatisfy { $0.hasPrefix("What is p") && $0.hasSuffix(">") })
        let orders = try (0..<8).map { try prompt(0, example("b\($0)")) }
        #expect(Set(orders.map { $0.prefix(30) }).count > 1)
        // All but itself are shown of an example of the pool.
        let own = try prompt(0, pool[2])
        #expect(!own.contains("What is p2?=") && own.hasSuffix("|What is p2?"))
    }

    @Test func asksForEnoughSolvedExamples() throws {
        let prompt = try Prompt(settings(["num_fewshot": .integer(2)]))
        #expect {
            _ = try prompt.completed { _ in [example("a"), example("b"), Example(key: "c")] }
        } throws: { error in
            "\(error)".contains("asks for 2") && "\(error)".contains("has 2 with a target")
        }
        // Nothing is read where none are asked for.
        _ = try Prompt(settings([:])).completed { _ in
            Issue.record("read")
            return []
        }
    }

    @Test func aRunShowsThem() async throws {
        let bench = try Workbench()
        try bench.add(
            "data",
            .text,
            (0..<4).map { index in
                Example(
                    key: "t\(index)",
                    split: "train",
                    text: "train \(index)",
                    target: .label(index.isMultiple(of: 2) ? "yes" : "no")
                )
            } + [Example(key: "x", split: "test", text: "asked", target: .label("no"))]
        )
        let summary = try await bench.run(
            """
            name: shots
            tasks:
              - task: multiple-choice
                dataset: data
                split: test
                metrics: [accuracy, multiple_choice_accuracy: { normalization: characters }]
                options: { num_fewshot: 2, prompt: "Q {text} A", choices: ["yes", "no"] }
            models: [{ name: m, backend: baseline, strategy: random }]
            """
        )
        #expect(summary.saved == 1 && summary.failed == 0)
        let figures = try bench.figures(run: summary.runID)
        #expect(figures.count == 2)
    }

    /// A list of normalisers is a metric with each, side by side.
    @Test func severalNormalisersStandSideBySide() async throws {
        let bench = try Workbench()
        try bench.add("data", .text, [Example(key: "a", text: "b", target: .text("Two."))])
        let summary = try await bench.run(
            """
            name: several
            tasks:
              - task: text-generation
                dataset: data
                metrics: [word_error_rate: { normalizer: [none, basic, whisper_english] }]
            models: [{ name: m, backend: baseline, strategy: majority }]
            """
        )
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let names = try bench.store.metrics(taskID: task.id).map {
            try JSONValue(parsing: $0.options)["normalizer"]?.string ?? ""
        }
        #expect(names.map { $0.prefix { $0 != "@" } } == ["none", "basic", "whisper_english"])
    }
}
