import Digests
import Domain
import Foundation
import Ingestion
import Scoring
import Storage
import TestSupport
import Testing

@testable import Evaluation

/// Groups of real public data through whole runs, over recorded answers whose errors are known.
@Suite(
    .enabled(
        if: PublicData.root != nil,
        "needs the public data that ASSAY_SHARED names, or ../shared beside the repository"
    )
)
struct FairnessRunTests {
    private let root = PublicData.root ?? ""

    private func figures(_ bench: Workbench, _ run: Int64, _ attribute: String) throws -> [String:
        Figure]
    {
        let task = try bench.store.tasks(runID: run)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        let rows = try bench.store.allFigures(metricID: metric.id)
            .filter { $0.attribute == attribute }
        return Dictionary(
            uniqueKeysWithValues: rows.map { ("\($0.statistic) \($0.group)", $0.figure) }
        )
    }

    /// An utterance of Mini LibriSpeech, and what is recorded of it: every tenth word of a woman is
    /// another, every fifth of a man is missing.
    private struct Utterance {
        let key: String
        let speaker: String
        let sex: String
        let words: [String]

        var recorded: [String] {
            words.enumerated().compactMap { index, word in
                if sex == "f" { return index % 10 == 9 ? "zzz" : word }
                return index % 5 == 4 ? nil : word
            }
        }

        var errors: Int { words.count / (sex == "f" ? 10 : 5) }
    }

    private func utterances() throws -> [Utterance] {
        func table(_ name: String) throws -> [String: String] {
            let path = "\(root)/librispeech-lhotse/mini_librispeech/\(name)"
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            return Dictionary(
                lines.map { line in
                    let parts = line.split(separator: " ", maxSplits: 1)
                    return (String(parts[0]), String(parts.last ?? ""))
                },
                uniquingKeysWith: { first, _ in first }
            )
        }
        let (texts, chapters, sexes) = (
            try table("text"), try table("utt2spk"), try table("spk2gender")
        )
        return try texts.sorted { $0.key < $1.key }.map { key, text in
            let chapter = try #require(chapters[key])
            return Utterance(
                key: key,
                // `lbi-1272-135031` is a chapter that 1272 reads.
                speaker: String(chapter.split(separator: "-")[1]),
                sex: try #require(sexes[chapter]),
                words: text.split(separator: " ").map(String.init)
            )
        }
    }

    @Test func wordErrorsBySexWithSpeakersAsClusters() async throws {
        let bench = try Workbench()
        let read = try utterances()
        #expect(read.count == 38)
        try bench.add(
            "mini",
            .speech,
            read.map { utterance in
                let bytes = Array(utterance.key.utf8)
                return Example(
                    key: utterance.key,
                    medium: Medium(
                        digest: SHA256Digest(of: bytes),
                        kind: .audio,
                        mediaType: "audio/wav",
                        sizeBytes: bytes.count,
                        content: .bytes(bytes)
                    ),
                    target: .text(utterance.words.joined(separator: " ")),
                    attributes: ["speaker": utterance.speaker, "sex": utterance.sex]
                )
            }
        )
        let rows = read.map { utterance in
            JSONValue.object([
                "key": .string(utterance.key),
                "text": .string(utterance.recorded.joined(separator: " ")),
            ]).text
        }
        try bench.write("said.jsonl", rows.joined(separator: "\n"))
        let summary = try await bench.run(
            """
            name: speech
            tasks:
              - task: automatic-speech-recognition
                dataset: mini
                metrics: [word_error_rate]
                group_by: [sex]
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        func rate(_ sex: String?) -> Double {
            let own = read.filter { sex == nil || $0.sex == sex }
            return Double(own.reduce(0) { $0 + $1.errors })
                / Double(own.reduce(0) { $0 + $1.words.count })
        }
        let whole = try #require(try bench.figures(run: summary.runID)["word_error_rate"])
        #expect(abs((whole.value ?? 0) - rate(nil)) < 1e-12)
        #expect(whole.interval?.method == .clusterBootstrap)
        #expect(whole.clusters == Set(read.map(\.speaker)).count)
        let missing = read.filter { $0.sex == "m" }.reduce(0) { $0 + $1.errors }
        let others = read.filter { $0.sex == "f" }.reduce(0) { $0 + $1.errors }
        #expect(
            whole.note?.contains("substitutions \(others), deletions \(missing), insertions 0")
                == true
        )

        let groups = try figures(bench, summary.runID, "sex")
        for sex in ["f", "m"] {
            let figure = try #require(groups["value \(sex)"])
            #expect(abs((figure.value ?? 0) - rate(sex)) < 1e-12)
            #expect(figure.count == read.count { $0.sex == sex })
            #expect(figure.clusters == Set(read.filter { $0.sex == sex }.map(\.speaker)).count)
        }
        let difference = try #require(groups["difference_between_groups "])
        let gap = rate("m") - rate("f")
        #expect(abs((difference.value ?? 0) - gap) < 1e-12)
        let interval = try #require(difference.interval)
        #expect(interval.method == .clusterBootstrap)
        #expect(interval.lower > 0 && interval.lower < gap && gap < interval.upper)
        // The larger group, of women, is what the other is held against.
        let ratio = try #require(groups["rate_ratio m"])
        #expect(abs((ratio.value ?? 0) - rate("m") / rate("f")) < 0.05)
        #expect(try #require(ratio.interval).lower > 1)
        #expect(groups["rate_ratio f"] == nil)
    }

    /// Simple statements all right, of complex ones every fourth wrong.
    @Test func statementsOfTabFactByComplexity() async throws {
        let bench = try Workbench()
        var counts: [String: Int] = [:]
        var rows: [String] = []
        try TabFact.read(
            SourceLocation(path: root + "/tabfact"),
            options: IngestionOptions(values: ["ids": "small_test_id.json"])
        ) { result in
            guard case .success(let example) = result, case .label(let right) = example.target
            else { return }
            let complexity = example.attributes["complexity"] ?? ""
            counts[complexity, default: 0] += 1
            let isWrong = complexity == "complex" && (counts[complexity] ?? 0) % 4 == 0
            let other = right == "entailed" ? "refuted" : "entailed"
            rows.append(
                JSONValue.object([
                    "key": .string(example.key), "label": .string(isWrong ? other : right),
                ]).text
            )
        }
        try bench.write("said.jsonl", rows.joined(separator: "\n"))
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
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        let (simple, complex) = (counts["simple"] ?? 0, counts["complex"] ?? 0)
        #expect(simple + complex == 1993 && simple > 500 && complex > 500)
        let share = Double(complex - complex / 4) / Double(complex)
        let groups = try figures(bench, summary.runID, "complexity")
        #expect(groups["value simple"]?.value == 1 && groups["value simple"]?.count == simple)
        #expect(groups["value complex"]?.value == share)
        #expect(groups["value complex"]?.count == complex)
        let difference = try #require(groups["difference_between_groups "])
        #expect(abs((difference.value ?? 0) - (1 - share)) < 1e-12)
        // Statements about one table stray together.
        #expect(difference.interval?.method == .clusterBootstrap)
    }
}

/// RealToxicityPrompts' measures from recorded scores, by hand.
@Suite struct RecordedToxicityTests {
    @Test func maximaOfTwentyFiveContinuations() async throws {
        let bench = try Workbench()
        // The worst of each prompt's continuations: below one half, at it, above.
        let worst = ["a": 0.24, "b": 0.5, "c": 0.9]
        var prompts: [String] = []
        var said: [String] = []
        var scores: [String] = []
        for (index, (name, highest)) in worst.sorted(by: { $0.key < $1.key }).enumerated() {
            prompts.append(
                """
                {"filename": "f", "begin": \(index), "end": \(index + 1), "challenging": false, \
                "prompt": {"text": "prompt \(name)", "toxicity": \(index == 2 ? 0.8 : 0.1)}, \
                "continuation": {"text": "more"}}
                """
            )
            let texts = (0..<25).map { "\(name) continued \($0)" }
            let output = texts.map { "{\"generated_text\": \"\($0)\"}" }.joined(separator: ", ")
            said.append("{\"key\": \"f:\(index)-\(index + 1)\", \"output\": [\(output)]}")
            scores += texts.enumerated().map { number, text in
                let score = number == 7 ? highest : Double(number % 5) / 100
                return "{\"text\": \"\(text)\", \"TOXICITY\": \(score)}"
            }
        }
        try bench.write("prompts.jsonl", prompts.joined(separator: "\n"))
        try bench.write("said.jsonl", said.joined(separator: "\n"))
        try bench.write("scores.jsonl", scores.joined(separator: "\n"))
        let judged = "scorer: perspective, score: TOXICITY"
        let summary = try await bench.run(
            """
            name: prompts
            tasks:
              - task: text-generation
                dataset: { format: real-toxicity-prompts, source: prompts.jsonl, name: prompts }
                options: { num_return_sequences: 25, do_sample: true }
                metrics:
                  - expected_maximum_toxicity: { \(judged) }
                  - toxicity_probability: { \(judged) }
                  - toxicity_fraction: { \(judged) }
                  - toxicity: { \(judged) }
                group_by: [prompt_toxicity]
            text_scorers: [{ name: perspective, kind: recorded, file: scores.jsonl }]
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        let figures = try bench.figures(run: summary.runID)
        func isClose(_ name: String, _ expected: Double) -> Bool {
            abs((figures[name]?.value ?? -1) - expected) < 1e-12
        }
        // Expected maximum: (0.24 + 0.5 + 0.9) / 3; a half is toxic.
        #expect(isClose("expected_maximum_toxicity", 1.64 / 3))
        #expect(isClose("toxicity_probability", 2.0 / 3))
        #expect(isClose("toxicity_fraction", 2.0 / 75))
        // 25 scores of 0, 0.01, ... 0.04 five times each; the eighth, 0.02, makes way.
        #expect(isClose("toxicity", (3 * (0.5 - 0.02) + 1.64) / 75))
        #expect(figures["expected_maximum_toxicity"]?.count == 3)

        let task = try bench.store.tasks(runID: summary.runID)[0]
        let metric = try bench.store.metrics(taskID: task.id)[0]
        let groups = try bench.store.figures(metricID: metric.id)
            .filter { $0.attribute == "prompt_toxicity" }
        let values = Dictionary(uniqueKeysWithValues: groups.map { ($0.group, $0.figure.value) })
        #expect(abs((values["toxic"].flatMap(\.self) ?? 0) - 0.9) < 1e-12)
        #expect(abs((values["non-toxic"].flatMap(\.self) ?? 0) - 0.37) < 1e-12)
    }

    /// Answers that vote, and the filters before them, as a suite asks for them.
    @Test func filtersAndMajorities() async throws {
        let bench = try Workbench()
        try bench.add(
            "sums",
            .text,
            ["a", "b"].map { Example(key: $0, text: "sum \($0)", target: .text("7")) }
        )
        try bench.write(
            "said.jsonl",
            """
            {"key": "a", "output": [{"generated_text": "It is 8"}, {"generated_text": "is 7."}, \
            {"generated_text": "7"}]}
            {"key": "b", "output": [{"generated_text": "so 7"}, {"generated_text": "so 9"}, \
            {"generated_text": "9"}]}
            """
        )
        let summary = try await bench.run(
            """
            name: sums
            tasks:
              - task: text-generation
                dataset: sums
                options: { num_return_sequences: 3, do_sample: true }
                metrics:
                  - exact_match: { regex: '[0-9]+' }
                  - majority_exact_match: { regex: '[0-9]+' }
                  - majority_exact_match: { regex: '[0-9]+', responses: 1 }
                  - majority_exact_match
            models: [{ name: said, backend: recorded, file: said.jsonl }]
            """
        )
        let task = try bench.store.tasks(runID: summary.runID)[0]
        let scores = try bench.store.metrics(taskID: task.id).map { metric in
            try bench.store.talliesByExample(metricID: metric.id).sorted { $0.key < $1.key }
                .map(\.value)
        }
        let (hit, miss) = (Self.tally(true), Self.tally(false))
        #expect(scores == [[miss, hit], [hit, miss], [miss, hit], [miss, miss]])
    }

    private static func tally(_ hit: Bool) -> String { Proportion(hit: hit).stored }
}
