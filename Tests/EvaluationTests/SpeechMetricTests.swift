import Digests
import Domain
import Scoring
import Storage
import Testing

@testable import Evaluation

/// Every speech metric and option as a suite asks for it, over three recorded transcripts.
@Suite struct SpeechMetricTests {
    private static let utterances = [
        // Wanting one of two readings, with a word that may be missing.
        ("a", "we are { gonna / going to } the (uh) shop", "we are going to the shop"),
        // Shifted by one: three substitutions, or two deletions, two insertions and a hit.
        ("b", "red dog ran", "ran far off"),
        ("c", "Colour five!", "color 5"),
    ]

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.add(
            "said",
            .speech,
            Self.utterances.map { key, reference, _ in
                let bytes = Array(key.utf8)
                return Example(
                    key: key,
                    medium: Medium(
                        digest: SHA256Digest(of: bytes),
                        kind: .audio,
                        mediaType: "audio/wav",
                        sizeBytes: 1,
                        content: .bytes(bytes)
                    ),
                    target: .text(reference)
                )
            }
        )
        let rows = Self.utterances.map { key, _, answer in
            JSONValue.object(["key": .string(key), "text": .string(answer)]).text
        }
        try bench.write("heard.jsonl", rows.joined(separator: "\n"))
        return bench
    }

    /// The figures over all examples, in the order of the metrics.
    private func figures(_ metrics: [String]) async throws -> [Figure?] {
        let bench = try bench()
        let summary = try await bench.run(
            """
            name: speech
            tasks:
              - task: automatic-speech-recognition
                dataset: said
                metrics:
            \(metrics.map { "      - " + $0 }.joined(separator: "\n"))
            models: [{ name: heard, backend: recorded, file: heard.jsonl }]
            """
        )
        let task = try bench.store.tasks(runID: summary.runID)[0]
        return try bench.store.metrics(taskID: task.id).map { metric in
            try bench.store.figures(metricID: metric.id).first(where: \.isOverall)?.figure
        }
    }

    @Test func alternativesWeightsAndCounts() async throws {
        let choice = "alternatives: true, normalizer: whisper_english"
        let found = try await figures([
            "word_error_rate: { \(choice) }", "word_error_rate: { \(choice), alignment: sclite }",
            "mean_word_error_rate: { \(choice) }", "sentence_error_rate: { \(choice) }",
            "word_error_rate: { alignment: jiwer }",
        ])
        // Six words of the chosen reading, three of which none is right, and two that are.
        #expect(found[0]?.value == 3.0 / 11)
        #expect(found[0]?.note == "substitutions 3, deletions 0, insertions 0, hits 8")
        // The three substitutions cost 12, as the two gaps of each kind do.
        #expect(found[1]?.value == 3.0 / 11)
        #expect(found[2]?.value == 1.0 / 3)
        #expect(found[3]?.value == 1.0 / 3)
        // Letter by letter the braces are words, and so is the case.
        #expect(try #require(found[4]?.value) > 0.5)
    }

    /// A list of normalisers is a figure for each, side by side.
    @Test func normalizersSideBySide() async throws {
        let found = try await figures([
            "word_error_rate: { normalizer: [none, basic, whisper_english], alternatives: true }",
            "character_error_rate: { normalizer: whisper_english }",
        ])
        #expect(found.count == 4)
        // "Colour five!" against "color 5": both words wrong, both, none.
        let values = found.compactMap { $0?.value }
        let expected: [Double] = [5.0 / 11, 5.0 / 11, 3.0 / 11]
        #expect(Array(values.prefix(3)) == expected)
        let characters = try #require(values.last)
        #expect(characters > 0 && characters < 1)
    }
}
