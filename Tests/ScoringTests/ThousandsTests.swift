import Domain
import Foundation
import Testing

@testable import Scoring

/// Thousands of random inputs that the tests make for themselves, as `Tests/Fixtures/scoring/generate.py`
/// makes them; what is committed is only the sums of the reference's values over blocks of inputs.
@Suite struct ThousandsTests {
    /// The values of one input, by the names of the fixture.
    private typealias Values = [(String, Double?)]

    /// Makes the same inputs and holds the sums of every block to 10⁻⁹.
    private func check(
        _ family: String,
        seed: UInt64,
        _ values: (inout RandomInputs) throws -> Values
    ) throws {
        let fixture = try ScoringFixture("thousands").root
        let block = try #require(fixture["block"]?.integer)
        let reference = try #require(fixture["families"]?[family])
        let cases = try #require(reference["cases"]?.integer)
        let expected = try #require(reference["sums"]?.object).mapValues(\.numbers)
        try #require(cases >= 1000)
        var random = RandomInputs(state: seed)
        var sums: [String: [Double]] = [:]
        for index in 0..<cases {
            for (name, value) in try values(&random) {
                let value = try #require(value, "\(name) of input \(index)")
                if index % block == 0 { sums[name, default: []].append(0) }
                sums[name]?[index / block] += value
            }
        }
        #expect(Set(sums.keys) == Set(expected.keys))
        for (name, sums) in sums {
            let reference = expected[name] ?? []
            #expect(sums.count == reference.count)
            for (number, (found, sum)) in zip(sums, reference).enumerated() {
                #expect(
                    abs(found - sum) <= 1e-9,
                    "\(name) of inputs \(number * block) and on: \(found), \(family) has \(sum)"
                )
            }
        }
    }

    /// A metric's value without the replicates of an interval.
    private func value(
        _ name: String,
        _ options: [String: JSONValue],
        _ examples: [(Outcome, Target?)]
    ) throws -> Double? {
        try figure(name, options, examples, replicates: 1).value
    }

    @Test func jiwer() throws {
        let words = ["a", "bb", "c", "dd", "e"]
        let rule: [String: JSONValue] = ["alignment": .string("jiwer")]
        try check("jiwer", seed: 1) { random in
            let reference = random.sentence(words, 0...9)
            let hypothesis = random.disturbed(reference, words).joined(separator: " ")
            let examples: [(Outcome, Target?)] = [
                (.text(hypothesis), .text(reference.joined(separator: " ")))
            ]
            return [
                ("wer", try value("word_error_rate", rule, examples)),
                ("mer", try value("match_error_rate", rule, examples)),
                ("wil", try value("word_information_lost", rule, examples)),
                ("wip", try value("word_information_preserved", rule, examples)),
                ("cer", try value("character_error_rate", [:], examples)),
            ]
        }
    }

    @Test func sacreBLEU() throws {
        let words = ["the", "cat,", "sat", "on", "(mat)", "1.5", "a-b", "it's", "-", "."]
        try check("sacrebleu", seed: 2) { random in
            let examples = (0..<2).map { _ in
                let reference = random.sentence(words, 1...12)
                let hypothesis = random.disturbed(reference, words).joined(separator: " ")
                return (
                    Outcome.text(hypothesis),
                    Target.text(reference.joined(separator: " ")) as Target?
                )
            }
            return [
                ("bleu", try value("bleu", [:], examples)),
                ("chrf", try value("chrf", [:], examples)),
                ("ter", try value("translation_edit_rate", [:], examples)),
            ]
        }
    }

    @Test func scikitLearn() throws {
        try check("scikit-learn", seed: 3) { random in
            let examples = (0..<12).map { number in
                let label = number < 3 ? number : random.below(3)
                let weights = (0..<3).map { _ in 1 + random.below(20) }
                let sum = Double(weights.reduce(0, +))
                return (
                    scores(weights.map { Double($0) / sum }), Target.label("\(label)") as Target?
                )
            }
            func of(_ metric: String, _ options: [String: JSONValue] = [:]) throws -> Double? {
                try value(metric, options, examples)
            }
            return [
                ("accuracy", try of("accuracy")), ("f1_macro", try of("f1")),
                ("f1_weighted", try of("f1", ["average": .string("weighted")])),
                ("balanced_accuracy", try of("balanced_accuracy")),
                ("matthews_correlation", try of("matthews_correlation")),
                ("auroc", try of("auroc")), ("average_precision", try of("average_precision")),
                ("brier_score", try of("brier_score")),
                ("top_2", try of("top_k_accuracy", ["k": .integer(2)])),
                ("log_loss", try of("negative_log_likelihood")),
            ]
        }
    }

    @Test func sciPy() throws {
        try check("scipy", seed: 4) { random in
            var numbers = (0..<8).map { _ in Double(random.below(21) - 10) }
            numbers[0] = numbers[1] + 1
            let paired = try #require(PairedDifference(numbers))
            let first = random.below(30), second = 1 + random.below(30)
            let test = McNemar(first: first, second: second)
            let wilson = wilsonInterval(hits: first, trials: first + second)
            return [
                ("t", paired.t), ("student", paired.student), ("exact", test.exact),
                ("chi", test.asymptotic), ("lower", wilson?.lower), ("upper", wilson?.upper),
            ]
        }
    }

    @Test func fairlearn() throws {
        try check("fairlearn", seed: 5) { random in
            let count = 14
            let groups = (0..<count).map { $0 < 6 ? $0 / 2 : random.below(3) }
            let targets = (0..<count).map { $0 < 6 ? $0 % 2 : random.below(2) }
            var found = DecisionFairness()
            for index in 0..<count {
                found.add(
                    target: targets[index] == 1,
                    decision: random.below(2) == 1,
                    group: "\(groups[index])"
                )
            }
            return [
                ("parity", found.demographicParityDifference()),
                ("parity_to_overall", found.demographicParityDifference(.toOverall)),
                ("odds", found.equalizedOddsDifference()),
                ("opportunity", found.equalOpportunityDifference()),
            ]
        }
    }

    @Test func seqeval() throws {
        let tags = ["O", "B-X", "I-X", "B-Y", "I-Y"]
        try check("seqeval", seed: 6) { random in
            let targets = (0..<2).map { _ in random.sentence(tags, 1...8) }
            let examples = targets.map { target in
                let found = target.map { random.below(3) == 0 ? tags[random.below(5)] : $0 }
                return (Outcome.tags(found), Target.tags(target) as Target?)
            }
            func of(_ options: [String: JSONValue]) throws -> Double? {
                try value("entity_f1", options, examples)
            }
            return [
                ("f1", try of([:])), ("precision", try of(["part": .string("precision")])),
                ("recall", try of(["part": .string("recall")])),
                ("strict_f1", try of(["mode": .string("strict")])),
            ]
        }
    }
}

/// SplitMix64, from which the fixture's script makes the same inputs.
private struct RandomInputs {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    mutating func sentence(_ words: [String], _ length: ClosedRange<Int>) -> [String] {
        (0..<length.lowerBound + below(length.count)).map { _ in words[below(words.count)] }
    }

    /// Of ten words one is replaced, one dropped and one followed by another.
    mutating func disturbed(_ sentence: [String], _ words: [String]) -> [String] {
        var result: [String] = []
        for word in sentence {
            switch below(10) {
            case 0: result.append(words[below(words.count)])
            case 1: break
            case 2: result += [word, words[below(words.count)]]
            default: result.append(word)
            }
        }
        return result
    }
}
