import Domain
import Foundation
import Testing

@Suite(
    "The built program compares models",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct CompareTests {
    /// Sixty texts, every third `even`; `odd` always says odd, `good` errs on k1 and k2 and has no
    /// answer for k59.
    private func laboratory() throws -> Laboratory {
        let lab = try Laboratory(examples: 60)
        try lab.database("a.sqlite")
        func rows(_ label: (Int) -> String?) -> String {
            (0..<60).compactMap { index in
                label(index).map { "{\"key\": \"k\(index)\", \"label\": \"\($0)\"}\n" }
            }.joined()
        }
        try lab.write("odd.jsonl", rows { _ in "odd" })
        try lab.write(
            "good.jsonl",
            rows { $0 == 59 ? nil : ($0 % 3 == 0) != [1, 2].contains($0) ? "even" : "odd" }
        )
        return lab
    }

    private func suite(_ name: String, models: [String], split: Bool = false) -> String {
        """
        name: \(name)
        seed: 7
        tasks:
          - task: text-classification
            dataset: texts
            metrics: [accuracy, f1: { average: macro }, confusion_matrix]
        \(split ? "    split: all" : "")
        models:
        \(models.map { "  - { name: \($0), backend: recorded, file: \($0).jsonl }" }
            .joined(separator: "\n"))
        """
    }

    private func run(_ lab: Laboratory, _ name: String, models: [String], split: Bool = false)
        throws
    {
        try lab.write("\(name).yaml", suite(name, models: models, split: split))
        let result = try Program.run(
            ["run", "\(name).yaml", "--max-failure-rate", "1", "--db", "a.sqlite"],
            in: lab.folder
        )
        #expect(result.status == 0, "\(result.errors)")
    }

    private func compare(_ lab: Laboratory, _ words: String...) throws -> Program.Result {
        try Program.run(["compare"] + words + ["--db", "a.sqlite"], in: lab.folder)
    }

    private func text(_ lab: Laboratory, _ name: String) throws -> String {
        try String(contentsOfFile: lab.folder + "/" + name, encoding: .utf8)
    }

    @Test func twoFilesOfPredictions() throws {
        let lab = try laboratory()
        try run(lab, "both", models: ["odd", "good"])
        try run(lab, "odd", models: ["odd"])
        try run(lab, "good", models: ["good"])

        let result = try compare(lab, "1")
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        for part in [
            "A: odd, run 1 (both)", "B: good, run 1 (both)", "seed 7",
            "text-classification over texts",
            "left out: 1 that only A has a score for", "failed: 1 of B",
            "66.10 %  96.61 %  +30.51", "B is better", "McNemar, exact",
            "n = 59 can show", "A right, B wrong in 2:", "B right, A wrong in 20, of which 5:",
        ] {
            #expect(result.output.contains(part), "'\(part)' is not in\n\(result.output)")
        }
        #expect(result.output.contains(#/k1 +odd +odd +even/#))
        #expect(!result.output.contains("confusion_matrix"))
        // The same sides, named in other ways.
        let named = try compare(lab, "1:odd", "1:good")
        #expect(named.output == result.output)
        let separate = try compare(lab, "2", "3:good")
        #expect(separate.status == 0)
        #expect(
            separate.output.split(separator: "\n").dropFirst(2)
                == result.output.split(separator: "\n").dropFirst(2)
        )
        let short = try compare(lab, "1", "--flips", "0", "--metric", "accuracy")
        #expect(!short.output.contains("A right, B wrong") && !short.output.contains("f1"))
    }

    @Test func everyNumberForScripts() throws {
        let lab = try laboratory()
        try run(lab, "both", models: ["odd", "good"])
        let result = try compare(lab, "1:good", "1:odd", "--json", "--seed", "3")
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let value = try JSONValue(parsing: result.output.trimmingCharacters(in: .newlines))
        #expect(value["a"]?["model"] == .string("good") && value["seed"] == .integer(3))
        #expect(value["replicates"] == .integer(10_000))
        let task = try #require(value["tasks"]?.array?.first)
        #expect(task["failedA"] == .integer(1) && task["failedB"] == .integer(0))
        let metrics = try #require(task["metrics"]?.array)
        #expect(metrics.map { $0["name"]?.string } == ["accuracy", "f1"])
        let accuracy = metrics[0]
        #expect(accuracy["n"] == .integer(59) && accuracy["onlyB"] == .integer(1))
        #expect(accuracy["a"]?.number == 57.0 / 59 && accuracy["b"]?.number == 39.0 / 59)
        #expect(abs((accuracy["difference"]?.number ?? 0) + 18.0 / 59) < 1e-12)
        #expect(accuracy["better"] == .string("A"))
        #expect(accuracy["test"] == .string("mcnemar_exact"))
        let mcNemar = try #require(accuracy["tests"]?["mcNemar"])
        #expect(mcNemar["onlyARight"] == .integer(20) && mcNemar["onlyBRight"] == .integer(2))
        // Two or fewer heads of 22 coins, twice: 2 · (1 + 22 + 231) / 2²².
        #expect(abs((mcNemar["exactP"]?.number ?? 0) - 508.0 / 4_194_304) < 1e-12)
        #expect(accuracy["p"] == mcNemar["exactP"] && accuracy["pCorrected"] == accuracy["p"])
        // (20 - 2)² / 22.
        #expect(abs((mcNemar["statistic"]?.number ?? 0) - 324.0 / 22) < 1e-12)
        let bootstrap = try #require(accuracy["tests"]?["pairedBootstrap"])
        let lower = try #require(bootstrap["lower"]?.number)
        let upper = try #require(bootstrap["upper"]?.number)
        #expect(lower < -18.0 / 59 && -18.0 / 59 < upper && upper < 0)
        #expect(metrics[1]["test"] == .string("approximate_randomization"))
        #expect(metrics[1]["pCorrected"] == .null)
        let flips = try #require(task["flips"])
        #expect(flips["aBetter"]?.array?.count == 20 && flips["bBetter"]?.array?.count == 2)
        let flip = try #require(flips["bBetter"]?.array?.first)
        #expect(flip["key"] == .string("k1") && flip["target"] == .string("odd"))
        #expect(flip["answerA"] == .string("even") && flip["answerB"] == .string("odd"))
        let again = try compare(lab, "1:good", "1:odd", "--json", "--seed", "3")
        #expect(again.output == result.output)
    }

    @Test func aPageAndATableToPaste() throws {
        let lab = try laboratory()
        try run(lab, "both", models: ["odd", "good"])
        let page = try compare(lab, "1", "--format", "html")
        #expect(page.status == 0, "\(page.errors)")
        #expect(page.output == "reports/both-1-odd-1-good.html\n")
        let written = try text(lab, "reports/both-1-odd-1-good.html")
        for part in [
            "<title>odd and good · Assay</title>", "+30.5", "data-outcome=\"B right, A wrong\"",
            "Shown: all 2 where A right, B wrong, and all 20 where B right, A wrong",
            "assay compare 1:odd 1:good --replicates 10000 --seed 7 --format html",
        ] {
            #expect(written.contains(part), "'\(part)' is not in the page")
        }
        let named = try compare(lab, "1", "--format", "html", "--output", "-", "--flips", "1")
        #expect(named.output.contains("Shown: 1 of 2 where A right, B wrong"))
        let table = try compare(lab, "1", "--format", "markdown", "--output", "table.md")
        #expect(table.output == "table.md\n")
        #expect(
            try text(lab, "table.md").contains(
                "| accuracy | ↑ | 66.1\u{202F}% | 96.6\u{202F}% | +30.5 |"
            )
        )
        // --json is short for --format json.
        let json = try compare(lab, "1", "--format", "json", "--flips", "0")
        #expect(try compare(lab, "1", "--json", "--flips", "0").output == json.output)
        let small = try compare(lab, "1", "--format", "html", "--max-bytes", "10kB")
        #expect(small.status == 1 && small.errors.contains("--max-bytes"), "\(small.errors)")
    }

    @Test func mistakesAreNamed() throws {
        let lab = try laboratory()
        try run(lab, "both", models: ["odd", "good"])
        try run(lab, "one", models: ["odd"])
        try run(lab, "split", models: ["odd"], split: true)
        for (words, status, message) in [
            (["9", "1"], 1, "there is no run 9"),
            (["1:god", "2"], 1, "unknown model of run 1 'god'. Did you mean 'good'?"),
            (["1", "2"], 1, "run 1 has 2 models: odd, good; say which, as in '1:odd'"),
            (["2"], 1, "run 2 has one model: odd; name two sides"),
            (
                ["2", "3"], 1,
                "the two have no task over the same examples in common; 'odd' of run 2 has "
                    + "text-classification over texts; 'odd' of run 3 has "
                    + "text-classification over texts, split all"
            ),
            (["1", "--metric", "acuracy"], 1, "unknown common metric 'acuracy'. Did you mean"),
            (["1", "--task", "speech"], 1, "unknown common task 'speech'"),
            (["good", "odd"], 64, "a side is RUN or RUN:MODEL, such as 3 or 3:vit, not 'good'"),
            (["1", "--replicates", "5"], 64, "--replicates must be 100 or more"),
            (["1", "--alpha", "1"], 64, "--alpha must be between 0 and 1"),
            (["1", "--flips=-1"], 64, "--flips must be 0 or more"),
            (
                ["1", "--format", "htm"], 64,
                "unknown comparison format 'htm'. Did you mean 'html'?"
            ),
            (["1", "--json", "--format", "html"], 64, "--json is short for --format json"),
        ] as [([String], Int32, String)] {
            let result = try Program.run(
                ["compare"] + words + ["--db", "a.sqlite"],
                in: lab.folder
            )
            #expect(result.status == status, "\(words)")
            #expect(result.errors.contains(message), "\(words): \(result.errors)")
            #expect(result.output.isEmpty)
        }
    }
}
