import Domain
import Foundation
import TestSupport
import Testing

/// Stored answers as text and as data: alignments, counts, signatures, and the points of diagrams.
@Suite(
    "The built program shows what figures are made of",
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct AlignTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/assay-align-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    private func assay(_ words: String...) throws -> Program.Result {
        let result = try Program.run(words + ["--db", "a.sqlite"], in: folder)
        #expect(result.status == 0, "\(words): \(result.errors)")
        return result
    }

    /// Runs recorded texts against references.
    private func run(_ references: [String], _ texts: [String], metrics: String) throws {
        let rows = zip(references.indices, references).map { index, text in
            JSONValue.object([
                "key": .string("u\(index)"), "prompt": .string("p\(index)"),
                "target": .string(text),
            ]).text
        }
        try write("data.jsonl", rows.joined(separator: "\n"))
        let said = zip(texts.indices, texts).map { index, text in
            JSONValue.object(["key": .string("u\(index)"), "output": .string(text)]).text
        }
        try write("said.jsonl", said.joined(separator: "\n"))
        try write(
            "suite.yaml",
            """
            name: texts
            tasks:
              - task: text-generation
                dataset:
                  { name: data, format: jsonl, source: data.jsonl, key: key, text: prompt }
                metrics: \(metrics)
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        _ = try assay("run", "suite.yaml")
    }

    /// jiwer's own text of the corpora that `Tests/Fixtures/scoring/generate.py` made.
    @Test func alignmentsAreThoseOfJiwer() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let fixture = try Data(
            contentsOf: URL(fileURLWithPath: RepositoryPaths.fixtures + "/scoring/speech.json")
        )
        let corpora = try #require(try JSONValue(parsing: Array(fixture))["corpora"]?.array)
        let corpus = try #require(
            corpora.first {
                $0["report"] != nil && ($0["targets"]?.strings?.count ?? 0) > 2
                    && ($0["targets"]?.strings?.contains("") == false)
            }
        )
        let references = try #require(corpus["targets"]?.strings)
        let texts = try #require(corpus["predictions"]?.strings)
        try run(
            references,
            texts,
            metrics: "[word_error_rate, word_error_rate: { normalizer: basic }]"
        )

        let shown = try assay("align", "1", "--all").output
        let short = try assay("align", "1").output
        #expect([shown, short].contains(corpus["report"]?.string ?? ""))
        let characters = try assay("align", "1", "--characters", "--width", "20").output
        let narrow = try #require(corpus["narrow"]?.string)
        #expect(characters.hasPrefix(narrow) && characters.contains("cer="))

        // The same counts as data, and beside the run's figures.
        let json = try JSONValue(parsing: try assay("align", "1", "--json").output)
        let examples = try #require(json.array?.first?["examples"]?.array)
        let names = ["substitutions", "deletions", "insertions", "hits"]
        let totals = names.map { name in examples.reduce(0) { $0 + ($1[name]?.integer ?? 0) } }
        #expect(totals == corpus["counts"]?.array?.compactMap(\.integer))
        #expect(json.array?.first?["normalizer"] == .string("none@1"))
        let page = try assay("runs", "1").output
        #expect(page.contains("word_error_rate: substitutions "))

        // Another normaliser, fewer examples, and what cannot be done.
        let basic = try JSONValue(
            parsing: try assay("align", "1", "--json", "--normalizer", "basic", "--limit", "1")
                .output
        )
        #expect(basic.array?.first?["examples"]?.array?.count == 1)
        #expect(basic.array?.first?["normalizer"]?.string?.hasPrefix("basic@") == true)
        let unknown = try Program.run(
            ["align", "1", "--normalizer", "bassic", "--db", "a.sqlite"],
            in: folder
        )
        #expect(unknown.status != 0 && unknown.errors.contains("basic"), "\(unknown.errors)")
        let task = try Program.run(["align", "1", "--task", "7", "--db", "a.sqlite"], in: folder)
        #expect(task.status != 0 && task.errors.contains("1 task"), "\(task.errors)")
    }

    @Test func aSignatureIsPrintedBesideBLEU() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try run(
            ["a cat sat there", "two birds sang"],
            ["a small cat sat there", "two birds sing"],
            metrics: "[bleu, chrf, translation_edit_rate]"
        )
        let signatures = [
            "bleu: sacreBLEU signature "
                + "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0",
            "chrf: sacreBLEU signature "
                + "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0",
            "translation_edit_rate: sacreBLEU signature "
                + "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0",
        ]
        let page = try assay("runs", "1").output
        for signature in signatures { #expect(page.contains(signature), "\(page)") }
        for format in ["html", "json", "csv"] {
            _ = try assay("report", "--format", format, "--output", "r.\(format)")
            let text = try String(contentsOfFile: folder + "/r.\(format)", encoding: .utf8)
            #expect(text.contains("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"))
        }
    }

    /// Ten answers of one confidence each, of which the surest are right.
    @Test func diagramsComeAsData() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rows = (0..<10).map { #"{"key": "k\#($0)", "text": "t\#($0)", "label": "a"}"# }
        try write("data.jsonl", rows.joined(separator: "\n"))
        let said = (0..<10).map { index in
            let share = 0.95 - 0.04 * Double(index)
            let (first, second) = index < 6 ? ("a", "b") : ("b", "a")
            return """
                {"key": "k\(index)", "output": [{"label": "\(first)", "score": \(share)}, \
                {"label": "\(second)", "score": \(1 - share)}]}
                """
        }
        try write("said.jsonl", said.joined(separator: "\n"))
        try write(
            "suite.yaml",
            """
            name: sure
            tasks:
              - task: text-classification
                dataset: { name: data, format: jsonl, source: data.jsonl, key: key }
                metrics: [expected_calibration_error: { bins: 10 }, risk_coverage_area]
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        _ = try assay("run", "suite.yaml")
        _ = try assay("score", "1", "--metric", "temperature_scaling")
        _ = try assay("report", "--format", "json", "--output", "r.json")
        let text = try String(contentsOfFile: folder + "/r.json", encoding: .utf8)
        let metrics = try #require(
            try JSONValue(parsing: text)["runs"]?.array?[0]["tasks"]?.array?[0]["metrics"]?.array
        )
        let bars = try #require(metrics[0]["reliability_diagram"]?.array)
        // 0.95, 0.91 | 0.87, 0.83 | 0.79, 0.75, 0.71 | 0.67, 0.63 | 0.59.
        #expect(bars.map { $0["n"]?.integer } == [1, 2, 3, 2, 2])
        #expect(bars.map { $0["accuracy"]?.number } == [0, 0, 2.0 / 3, 1, 1])
        #expect(abs((bars[4]["confidence"]?.number ?? 0) - 0.93) < 1e-9)
        #expect(bars[0]["lower"]?.number == 0.5 && bars[0]["upper"]?.number == 0.6)
        let curve = try #require(metrics[1]["risk_coverage_curve"]?.array)
        #expect(curve.count == 10)
        #expect(curve[5]["coverage"]?.number == 0.6 && curve[5]["risk"]?.number == 0)
        #expect(curve[9]["coverage"]?.number == 1 && curve[9]["risk"]?.number == 0.4)
        let statistics = metrics[0]["statistics"]?.array?.compactMap { $0["statistic"]?.string }
        #expect(
            Set(statistics ?? []) == ["temperature", "before_temperature", "after_temperature"]
        )
        _ = try assay("report", "--format", "html", "--output", "r.html")
        let page = try String(contentsOfFile: folder + "/r.html", encoding: .utf8)
        #expect(page.contains("A temperature of ") && page.contains("held-out example"))
    }

    /// Everything that suites may name is to be found without the source.
    @Test func whatSuitesMayNameIsListed() throws {
        let folder = NSTemporaryDirectory()
        func list(_ words: String...) throws -> String {
            let result = try Program.run(["list"] + words, in: folder)
            #expect(result.status == 0, "\(words): \(result.errors)")
            return result.output
        }
        let metrics = try list("metrics")
        for name in ["word_error_rate: ", "temperature_scaling: ", "majority_exact_match: "] {
            #expect(metrics.contains("\n" + name))
        }
        let rate = try list("metrics", "word_error_rate")
        for part in ["alternatives: ", "alignment: ", "sclite", "Default: \"none\""] {
            #expect(rate.contains(part), "\(rate)")
        }
        for (kind, name, option) in [
            ("tasks", "text-generation", "num_fewshot"),
            ("perturbations", "gaussian_noise", "severity"),
            ("text-scorers", "recorded", "text_column"), ("normalizers", "whisper_english", ""),
        ] {
            let names = try JSONValue(parsing: try list(kind, "--json")).array ?? []
            #expect(names.contains { $0["name"] == .string(name) }, "\(names)")
            let one = try list(kind, name)
            #expect(one.contains("\n  \(option)") || option.isEmpty, "\(one)")
        }
        let wrong = try Program.run(["list", "metrics", "word_eror_rate"], in: folder)
        #expect(wrong.status != 0 && wrong.errors.contains("word_error_rate"))
    }
}
