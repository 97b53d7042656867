import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct ErrorRateTests {
    private func rates(_ references: [String], _ hypotheses: [String]) throws -> [Double?] {
        let examples = zip(references, hypotheses).map {
            (Outcome.text($1), Target.text($0) as Target?)
        }
        return [
            try value("word_error_rate", [:], examples),
            try value("character_error_rate", [:], examples),
        ]
    }

    private func counts(_ references: [String], _ hypotheses: [String]) -> EditCounts {
        var total = EditTally.zero
        for (reference, hypothesis) in zip(references, hypotheses) {
            total += EditTally(
                WordAlignment.counts(reference: reference, hypothesis: hypothesis)
            )
        }
        return total.counts
    }

    /// A reference, a hypothesis and the rates that jiwer's tests expect of them.
    struct Case: Sendable {
        let references: [String]
        let hypotheses: [String]
        let wordErrorRate: Double
        let matchErrorRate: Double
        let informationLost: Double

        init(_ references: [String], _ hypotheses: [String], _ rates: [Double]) {
            self.references = references
            self.hypotheses = hypotheses
            wordErrorRate = rates[0]
            matchErrorRate = rates[1]
            informationLost = rates[2]
        }
    }

    static let cases: [Case] = [
        Case(["X"], ["X"], [0, 0, 0]),
        Case(["X"], ["X X Y Y"], [3, 0.75, 0.75]),
        Case(["X Y X"], ["X Z"], [2.0 / 3, 2.0 / 3, 5.0 / 6]),
        Case(["X"], ["Y"], [1, 1, 1]),
        Case(["X"], ["Y Z"], [2, 1, 1]),
        Case(
            ["i am a short ground truth"],
            ["i am a considerably longer and very much incorrect hypothesis"],
            [7.0 / 6, 0.7, 0.85]
        ),
        Case(["This is a test"], ["This test"], [0.5, 0.5, 0.5]),
        Case(["hello world", ""], ["hello world", "done"], [0.5, 1.0 / 3, 1.0 / 3]),
    ]

    /// The values are those of Morris and others 2004, as jiwer's tests have them.
    ///
    /// Match error rate and word information lost follow from the same four counts.
    @Test(arguments: cases)
    func jiwerWords(_ example: Case) throws {
        let found = try rates(example.references, example.hypotheses)
        #expect(isClose(found[0], example.wordErrorRate))
        let total = counts(example.references, example.hypotheses)
        let hits = Double(total.hits)
        let errors = Double(total.errors)
        #expect(isClose(errors / (errors + hits), example.matchErrorRate))
        let kept = hits / Double(total.referenceLength) * hits / Double(total.hypothesisLength)
        #expect(isClose(1 - kept, example.informationLost))
    }

    @Test(arguments: [
        ("X", "X X Y Y", 6.0), ("X Y X", "X Z", 3.0 / 5), ("", "abd", 3),
        ("This is a test", "This test", 5.0 / 14),
    ])
    func jiwerCharacters(reference: String, hypothesis: String, expected: Double) throws {
        #expect(isClose(try rates([reference], [hypothesis])[1], expected))
    }

    @Test func emptyReferencesCountInsertions() throws {
        #expect(try rates([""], ["a b"])[0] == 2)
        #expect(try rates([""], [""]) == [0, 0])
        #expect(try rates(["", ""], ["a", "b c"])[0] == 3)
        #expect(try rates(["a b"], [""])[0] == 1)
        #expect(try rates([], []) == [nil, nil])
        #expect(try rates(["  "], [" \t"])[1] == 0)
    }

    @Test func countsOfAnAlignment() {
        let found = WordAlignment.counts(
            reference: "this test will have a high word error rate",
            hypothesis: "no it will not"
        )
        #expect(found == EditCounts(substitutions: 3, deletions: 5, insertions: 0, hits: 1))
        #expect(isClose(EditTally(found).rate, 0.8889, within: 5e-5))
        let kept = EditTally(found).informationPreserved
        #expect(isClose(kept.map { 1 - $0 }, 0.9722, within: 5e-5))
    }

    @Test func normalizersAreAppliedToBothSides() throws {
        let examples: [(Outcome, Target?)] = [(.text("Hello,  WORLD!"), .text("hello world."))]
        #expect(try value("word_error_rate", [:], examples) == 1)
        let options: [String: JSONValue] = ["normalizer": .string("basic")]
        #expect(try value("word_error_rate", options, examples) == 0)
        #expect(try value("character_error_rate", options, examples) == 0)
    }

    @Test(arguments: [
        ("Don\u{2019}t stop -- 'now'!", "don't stop now"), ("", ""), ("...", ""),
        ("Größe: 3,5 m", "größe 3 5 m"), ("rock 'n' roll", "rock n roll"), ("A\u{00A0}B\n", "a b"),
        ("नमस्ते, दुनिया।", "नमस्ते दुनिया"),
    ])
    func basicNormalizer(text: String, expected: String) {
        #expect(BasicNormalizer().normalize(text) == expected)
        #expect(BasicNormalizer().normalize(expected) == expected)
    }

    /// Ten recordings with a real recogniser's output; the rates are those of the recogniser's own
    /// test script.
    @Test(
        .enabled(
            if: SharedData.has("data/pocketsphinx-speech"),
            "needs data/pocketsphinx-speech of the shared data"
        )
    )
    func pocketsphinx() throws {
        func sentences(_ path: String) throws -> [String] {
            try SharedData.lines("data/pocketsphinx-speech/\(path)").map { line in
                line.replacing(#/\([^()]*\)$/#, with: "")
                    .replacing("<s>", with: "").replacing("</s>", with: "")
            }
        }
        let references = try sentences("librivox/transcription")
        let hypotheses = try sentences("librivox/test-lm.match")
        #expect(references.count == 5 && hypotheses.count == 5)
        let total = counts(references, hypotheses)
        #expect(total == EditCounts(substitutions: 14, deletions: 3, insertions: 3, hits: 54))
        let found = try rates(references, hypotheses)
        #expect(isClose(found[0], 20.0 / 71))
        #expect(isClose(found[1], 66.0 / 364))
        #expect(isClose(EditTally(total).matchErrorRate, 0.2703, within: 5e-5))
        let kept = EditTally(total).informationPreserved
        #expect(isClose(kept.map { 1 - $0 }, 0.421_54, within: 5e-6))

        let cards = counts(
            try sentences("cards/cards.transcription"),
            try sentences("cards/cards.hyp")
        )
        #expect(cards.errors == 0 && cards.referenceLength == 21)
    }
}
