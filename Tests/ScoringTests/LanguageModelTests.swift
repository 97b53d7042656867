import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct LanguageModelTests {
    private func text(_ text: String, _ logLikelihood: Double, _ tokens: Int) -> Outcome {
        .likelihoods([TextLikelihood(text: text, logLikelihood: logLikelihood, tokens: tokens)])
    }

    /// Lighteval's case: -1.7 over a document of eleven words.
    @Test func perplexities() throws {
        let words = "this is a document of no less than eleven words here"
        let one: [(Outcome, Target?)] = [(text(words, -1.7, 5), nil)]
        func perplexity(_ unit: String, _ examples: [(Outcome, Target?)]) throws -> Double? {
            try value("perplexity", ["unit": .string(unit)], examples)
        }
        #expect(isClose(try perplexity("word", one), 1.167_127_33, within: 5e-9))
        #expect(isClose(try perplexity("token", one), exp(0.34)))
        #expect(isClose(try perplexity("byte", one), exp(1.7 / Double(words.utf8.count))))
        let bits = try value("bits_per_byte", [:], one)
        #expect(isClose(bits, 1.7 / Double(words.utf8.count) / log(2)))
        // Pooled: sums are divided, not means averaged.
        let two: [(Outcome, Target?)] = [(text("é", -1, 1), nil), (text("abc d", -8, 3), nil)]
        #expect(isClose(try perplexity("token", two), exp(9.0 / 4)))
        #expect(isClose(try value("bits_per_byte", [:], two), 9 / (7 * log(2))))
        #expect(isClose(try perplexity("word", two), exp(9.0 / 3)))
        let metric = try AnyMetric(name: "perplexity")
        #expect(throws: MetricError.self) { try metric.score(text("a", .nan, 1), target: nil) }
        #expect(try metric.score(text("a", -.infinity, 1), target: nil) != nil)
        // A uniform guess among 256 bytes costs 8 bits.
        let uniform: [(Outcome, Target?)] = [(text("abcd", -4 * log(256), 4), nil)]
        #expect(isClose(try value("bits_per_byte", [:], uniform), 8))
    }

    /// White space at the ends makes words of its own, as splitting does in the harness.
    @Test(arguments: [("", 1), ("a", 1), ("a  b", 2), (" a b\n", 4), (" ", 2)])
    func wordsAreCounted(text: String, words: Int) {
        #expect(LikelihoodSums.words(text) == words)
    }

    /// Each normalisation has a winner of its own.
    @Test(arguments: [
        ("none", "no"), ("characters", "a long answer"), ("bytes", "a long answer"),
        ("tokens", "ééé"), ("unconditional", "maybe"),
    ])
    func multipleChoice(normalization: String, winner: String) throws {
        let choices = [
            TextLikelihood(text: " no", logLikelihood: -2, tokens: 1, unconditional: -1),
            TextLikelihood(text: " a long answer", logLikelihood: -5, tokens: 3, unconditional: -6),
            TextLikelihood(text: " ééé", logLikelihood: -6, tokens: 9, unconditional: -5),
            TextLikelihood(text: " maybe", logLikelihood: -7, tokens: 1, unconditional: -14),
        ]
        let options: [String: JSONValue] = ["normalization": .string(normalization)]
        let metric = try AnyMetric(name: "multiple_choice_accuracy", options: options)
        for choice in ["no", "a long answer", "ééé", "maybe"] {
            let score = try metric.score(.likelihoods(choices), target: .label(choice))
            #expect(score?.value == (choice == winner ? 1 : 0), "\(choice)")
        }
    }

    /// Bytes and characters differ where letters take two bytes.
    @Test func bytesAreNotCharacters() throws {
        let choices = [
            TextLikelihood(text: "éé", logLikelihood: -5, tokens: 1),
            TextLikelihood(text: "abc", logLikelihood: -5.4, tokens: 1),
        ]
        func winner(_ normalization: String) throws -> Double? {
            try value(
                "multiple_choice_accuracy",
                ["normalization": .string(normalization)],
                [(.likelihoods(choices), .label("éé"))]
            )
        }
        #expect(try winner("characters") == 0)
        #expect(try winner("bytes") == 1)
        #expect(throws: MetricError.missingUnconditional(metric: "multiple_choice_accuracy")) {
            try winner("unconditional")
        }
        let tied = ["a", "b"].map { TextLikelihood(text: $0, logLikelihood: -1, tokens: 1) }
        let first: [(Outcome, Target?)] = [(.likelihoods(tied), .label("a"))]
        #expect(try value("multiple_choice_accuracy", [:], first) == 1)
    }

    private func matches(
        _ answer: String,
        _ target: String,
        _ options: [String: JSONValue] = [:]
    ) throws -> Bool {
        try value("exact_match", options, [(.text(answer), .text(target))]) == 1
    }

    @Test func exactMatches() throws {
        #expect(try matches("a", "a") && !matches("a", "A") && !matches("caf\u{E9}", "cafe\u{301}"))
        #expect(
            try matches(
                "The. Cat!",
                "the cat",
                ["ignore_case": .bool(true), "ignore_punctuation": .bool(true)]
            )
        )
        #expect(try matches("a1", "2a", ["ignore_numbers": .bool(true)]))
        let ignored: [String: JSONValue] = [
            "regexes_to_ignore": .array([.string(","), .string(#"\$"#)])
        ]
        #expect(try matches("$1,000", "1000", ignored))
        // The harness' filters for GSM8K.
        let strict: [String: JSONValue] = ["regex": .string(#"#### (\-?[0-9\.\,]+)"#)]
        #expect(try matches("so 4.\n#### 42", "42", strict))
        #expect(try !matches("so 42", "42", strict))
        #expect(try matches("so 42", "[invalid]", strict))
        let flexible: [String: JSONValue] = [
            "regex": .string(#"(-?[$0-9.,]{2,})|(-?[0-9]+)"#), "group_select": .integer(-1),
        ]
        #expect(try matches("first 12, then 7", "7", flexible))
        #expect(try !matches("first 12, then 7", "12,", flexible))
        #expect(throws: MetricError.self) { try matches("", "", ["regex": .string("(")]) }
        #expect(throws: MetricError.self) {
            try matches("", "", ["regexes_to_ignore": .string("x")])
        }
    }

    @Test func filters() throws {
        let responses = [" b", "a", "B", "a", " b"]
        #expect(try ResponseFilter.majority(responses) == [" b"])
        #expect(try ResponseFilter.majority([]) == [])
        #expect(try ResponseFilter.take(first: 2)(responses) == [" b", "a"])
        #expect(try ResponseFilter.lowercase(responses) == [" b", "a", "b", "a", " b"])
        #expect(try ResponseFilter.uppercase(["a"]) == ["A"])
        #expect(try ResponseFilter.removeLeadingSpace([" b "]) == ["b "])
    }
}
