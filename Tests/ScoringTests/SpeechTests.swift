import Domain
import Testing

@testable import Scoring

@Suite struct SpeechTests {
    private func rate(
        _ name: String,
        _ reference: String,
        _ hypothesis: String,
        _ options: [String: JSONValue] = [:]
    ) throws -> Double? {
        try value(name, options, [(.text(hypothesis), .text(reference))])
    }

    /// Morris and others 2004, as jiwer's tests have them.
    @Test(arguments: ErrorRateTests.cases)
    func matchAndInformation(_ example: ErrorRateTests.Case) throws {
        let examples = zip(example.references, example.hypotheses).map {
            (Outcome.text($1), Target.text($0) as Target?)
        }
        for rule in ["most_hits", "jiwer"] {
            let options: [String: JSONValue] = ["alignment": .string(rule)]
            let found = try value("match_error_rate", options, examples)
            #expect(isClose(found, example.matchErrorRate))
            let lost = try value("word_information_lost", options, examples)
            #expect(isClose(lost, example.informationLost))
            let kept = try value("word_information_preserved", options, examples)
            #expect(isClose(kept, 1 - example.informationLost))
        }
    }

    @Test func silence() throws {
        #expect(try rate("match_error_rate", "", "") == 0)
        #expect(try rate("match_error_rate", "", "a") == 1)
        #expect(try rate("word_information_preserved", "", "") == 1)
        #expect(try rate("word_information_preserved", "", "a") == 0)
        #expect(try rate("word_information_preserved", "a", "") == 0)
        #expect(try rate("sentence_error_rate", "", "") == 0)
    }

    /// Both take four errors, but one alignment of the four has two hits.
    @Test func conventionsDifferInHits() throws {
        let jiwer: [String: JSONValue] = ["alignment": .string("jiwer")]
        let (reference, hypothesis) = ("a b c d", "d a x c")
        let a = AlignmentRule.mostHits.counts(
            reference: reference.split(separator: " ").map(String.init),
            hypothesis: hypothesis.split(separator: " ").map(String.init)
        )
        #expect(a == EditCounts(substitutions: 1, deletions: 1, insertions: 1, hits: 2))
        let rates = try [
            rate("word_error_rate", reference, hypothesis),
            rate("word_error_rate", reference, hypothesis, jiwer),
        ]
        #expect(rates == [0.75, 0.75])
    }

    /// Three substitutions cost 12 with sclite and two deletions, two insertions and a hit as well,
    /// which is one error more; two substitutions cost 8, so a hit for two gaps (6) is cheaper.
    @Test func scliteWeighs() throws {
        let sclite: [String: JSONValue] = ["alignment": .string("sclite")]
        let counts = AlignmentRule.sclite.counts(reference: ["a", "b"], hypothesis: ["b", "c"])
        #expect(counts == EditCounts(substitutions: 0, deletions: 1, insertions: 1, hits: 1))
        let tied = AlignmentRule.sclite.counts(
            reference: ["a", "b", "c"],
            hypothesis: ["c", "d", "e"]
        )
        #expect(tied == EditCounts(substitutions: 3))
        #expect(try rate("word_error_rate", "The cat", "the CAT", sclite) == 0)
        #expect(try rate("word_error_rate", "The cat", "the CAT") == 1)
    }

    @Test(arguments: [
        ("{ a b / c / @ } d", "a b d", [0, 0, 0, 3]), ("{ a b / c / @ } d", "c d", [0, 0, 0, 2]),
        ("{ a b / c / @ } d", "d", [0, 0, 0, 1]),
        ("(uh) yes", "yes", [0, 0, 0, 1]), ("(uh) yes", "uh yes", [0, 0, 0, 2]),
        ("{ a / { b / c } d } e", "c d e", [0, 0, 0, 3]), ("a { b", "a { b", [0, 0, 0, 3]),
        ("a } b @ /", "a } b @ /", [0, 0, 0, 5]), ("", "a", [0, 0, 1, 0]),
    ])
    func alternatives(reference: String, hypothesis: String, expected: [Int]) {
        for rule in AlignmentRule.allCases {
            let found = AlternativeAlignment(rule: rule).counts(
                reference: AlternativeAlignment.parts(reference) { $0 },
                hypothesis: hypothesis.split(separator: " ").map(String.init)
            )
            #expect(
                [found.substitutions, found.deletions, found.insertions, found.hits] == expected
            )
        }
    }

    /// An insertion is cheaper than a substitution for sclite alone.
    @Test func theCheapestAlternativeDependsOnTheWeights() {
        func counts(_ rule: AlignmentRule) -> EditCounts {
            AlternativeAlignment(rule: rule).counts(
                reference: AlternativeAlignment.parts("{ a b / c / @ } d") { $0 },
                hypothesis: ["x", "d"]
            )
        }
        #expect(counts(.mostHits) == EditCounts(substitutions: 1, hits: 1))
        #expect(counts(.sclite) == EditCounts(insertions: 1, hits: 1))
    }

    /// Without alternatives the lattice is the plain alignment.
    @Test func alternativesOfPlainText() {
        var random = SeededRandom(seed: 2)
        func words() -> [String] {
            (0..<Int.random(in: 0...9, using: &random)).map { _ in
                ["a", "b", "c"].randomElement(using: &random) ?? ""
            }
        }
        for _ in 0..<200 {
            let (a, b) = (words(), words())
            let found = AlternativeAlignment(rule: .mostHits).counts(
                reference: [.words(a)],
                hypothesis: b
            )
            #expect(found == AlignmentRule.mostHits.counts(reference: a, hypothesis: b))
        }
    }

    @Test func alternativesAreNormalized() throws {
        let options: [String: JSONValue] = [
            "alternatives": .bool(true), "normalizer": .string("whisper_english"),
        ]
        let found = try rate(
            "word_error_rate",
            "{ It's / it } five, Colour!",
            "it 5 color",
            options
        )
        #expect(found == 0)
    }

    @Test func phonesAreFolded() throws {
        let none: [String: JSONValue] = ["folding": .string("none")]
        let (reference, hypothesis) = ("h# sh ix q hv eh pcl p", "pau zh ih hh eh sil p")
        #expect(try rate("phone_error_rate", reference, hypothesis) == 0)
        #expect(isClose(try rate("phone_error_rate", reference, hypothesis, none), 6.0 / 8))
        #expect(try rate("phone_error_rate", "X", "X X Y Y") == 3)
    }

    /// Ten seconds in two and two in one: twelve by three, not the mean of five and two.
    @Test func speedIsPooled() throws {
        let metric = try RealTimeFactor(options: [:])
        func tally(_ length: Double?, _ time: Double?) throws -> SumsTally? {
            let example = ScoredExample(
                target: nil,
                durationSeconds: length,
                latencySeconds: time
            )
            return try metric.tally(.text(""), of: example)
        }
        var total = try #require(try tally(10, 2))
        total += try #require(try tally(2, 1))
        #expect(metric.value(total) == 4)
        #expect(try tally(nil, 1) == nil && tally(1, nil) == nil)
        #expect(try metric.value(#require(try tally(3, 0))) == nil)
    }

    @Test func meansWeighUtterancesAlike() throws {
        let examples: [(Outcome, Target?)] = [
            (.text("a"), .text("a b c d")), (.text("x"), .text("x")),
        ]
        #expect(isClose(try value("mean_word_error_rate", examples), 0.375))
        #expect(isClose(try value("word_error_rate", examples), 0.6))
        #expect(isClose(try value("sentence_error_rate", examples), 0.5))
    }

    /// The examples of Whisper's own tests, and what its normaliser must not trip over.
    @Test(arguments: [
        ("two", "2"), ("nineteen ninety nine", "1999"), ("four point two billions", "4200000000s"),
        ("five twenty four", "524"), ("two point five million", "2500000"),
        ("200 thousand dollars", "$200000"), ("€52.4 million", "€52400000"),
        ("two double o eight", "2008"), ("forty three thousand two hundred and sixty", "43260"),
        ("thirty three thousand and three hundred and thirty third", "33333rd"),
        ("july third twenty twenty", "july 3rd 2020"), ("3 14", "3 14"), ("3 point 14", "3.14"),
        ("one triple oh one", "10001"), ("two thousandth", "2000th"), ("minus 500", "-500"),
        ("forty eight and a half dollars", "$48.5"), ("b747", "b 747"), ("10 th", "10th"),
        ("Let's", "let us"), ("he's like", "he is like"), ("she's been like", "she has been like"),
        ("10km", "10 km"),
        ("mobilisation", "mobilization"), ("$0.36", "¢36"), ("um $well", " well"),
        ("nine hundred decillion decillion", "900000000000000000000000000000000000"),
        (
            "Mr. Park visited Assoc. Prof. Kim Jr.",
            "mister park visited associate professor kim junior"
        ),
    ])
    func whisperEnglish(text: String, expected: String) {
        #expect(WhisperEnglishNormalizer().normalize(text) == expected)
    }

    @Test func exactSumsAreWhatTheyWere() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<1000 {
            let number = Double.random(in: -1e6...1e6, using: &random)
            let sum = ExactSum(number)
            #expect(abs(sum.value - number) <= 1e-9)
            #expect(ExactSum(text: sum.text) == sum)
        }
        #expect(
            ExactSum(0.1).text == "0.1" && ExactSum(-3).text == "-3" && ExactSum(0.0).text == "0"
        )
        #expect(ExactSum(-0.000_000_000_001).text == "-0.000000000001")
        for bad in ["", "-", ".5", "1.", "1e3", "+1", "1.2.3", "0.1234567890123", " 1"] {
            #expect(ExactSum(text: bad) == nil || bad == "1.", "\(bad)")
        }
        var total = SumsTally.zero
        total += SumsTally([0.1, 2])
        total.add(SumsTally([0.2, -1]), times: 2)
        #expect(total.stored == #"[3,["0.5","0"]]"#)
        #expect(isClose(total.mean(), 0.5 / 3))
    }
}

/// A metric's value without options.
private func value(_ name: String, _ examples: [(Outcome, Target?)]) throws -> Double? {
    try value(name, [:], examples)
}
