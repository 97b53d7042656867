import Domain
import Testing

@testable import Scoring

/// Standard errors, paired tests and what they need.
@Suite struct ComparisonTests {
    private static let fixture = Result { try ScoringFixture("statistics").root }

    private func rows(_ name: String) throws -> [JSONValue] {
        let rows = try Self.fixture.get()[name]?.array ?? []
        try #require(rows.count >= 20)
        return rows
    }

    @Test func mcNemarOfStatsmodels() throws {
        for row in try rows("mcnemar").map(\.numbers) {
            let test = McNemar(first: Int(row[0]), second: Int(row[1]))
            let found = [
                test.statistic, test.asymptotic, test.correctedStatistic, test.corrected,
                test.exact,
            ]
            for (found, expected) in zip(found, row[2...]) {
                #expect(isClose(found, expected, within: 1e-9), "\(row)")
            }
        }
    }

    /// Hugging Face evaluate's example: references 1 0 1, predictions 1 1 1 and 1 0 1.
    @Test func mcNemarOfEvaluate() {
        let test = McNemar(first: 0, second: 1)
        #expect(test.statistic == 1)
        #expect(isClose(test.asymptotic, 0.317_310_5, within: 1e-7))
        #expect(test.exact == 1)
        let same = McNemar(first: 0, second: 0)
        #expect(same.exact == 1 && same.asymptotic == 1 && same.corrected == 1)
    }

    @Test func pairedDifferencesOfSciPy() throws {
        for row in try rows("paired") {
            let found = try #require(PairedDifference(row["d"]?.numbers ?? []))
            let expected = row["expect"]?.numbers ?? []
            #expect(isClose(found.t, expected[0], within: 1e-9))
            #expect(isClose(found.student, expected[1], within: 1e-9))
            #expect(isClose(found.interval.lower, expected[2], within: 1e-9))
            #expect(isClose(found.interval.upper, expected[3], within: 1e-9))
            #expect(isClose(found.standardError, expected[4], within: 1e-9))
        }
        #expect(PairedDifference([1]) == nil)
        #expect(PairedDifference([0, 0])?.student == 1)
        #expect(PairedDifference([1, 1])?.student == 0)
    }

    @Test func holmOfStatsmodels() throws {
        for row in try rows("holm").compactMap(\.array) {
            let found = holmAdjusted(row[0].numbers)
            #expect(found.count == row[1].numbers.count)
            for (a, b) in zip(found, row[1].numbers) { #expect(isClose(a, b)) }
        }
        #expect(holmAdjusted([]) == [])
    }

    @Test func distributionsOfSciPy() throws {
        for row in try rows("quantiles").map(\.numbers) {
            #expect(isClose(Distributions.normalQuantile(row[0]), row[1], within: 1e-9))
        }
        for row in try rows("tails").map(\.numbers) {
            let chi = Distributions.chiSquareTail(row[0], degrees: Int(row[1]))
            #expect(isClose(chi, row[2], within: 1e-12))
            let student = Distributions.studentTails(row[3], degrees: row[4])
            #expect(isClose(student, row[5], within: 1e-12))
        }
        #expect(Distributions.fairCoins(atMost: -1, of: 3) == 0)
        #expect(isClose(Distributions.fairCoins(atMost: 1, of: 3), 0.5))
    }

    @Test func powerOfStatsmodels() throws {
        for row in try rows("power").map(\.numbers) {
            let power = Power(significance: row[1], power: row[2])
            let found = try #require(power.examples(difference: row[0], spread: 1))
            // Statsmodels counts both tails, of which the far one is next to nothing.
            #expect(abs(Double(found) - row[3]) <= max(1, 0.01 * row[3]))
            let back = try #require(power.difference(examples: found, spread: 1))
            #expect(back <= row[0] + 1e-12)
        }
        // Connor 1987 with 10 % and 5 % discordant: (1.96 √.15 + .8416 √.1475)² / .0025 = 468.6.
        #expect(Power().examples(firstAlone: 0.1, secondAlone: 0.05) == 469)
        #expect(Power().examples(difference: 0, spread: 1) == nil)
        // The other way round: 469 examples that differ on 15 % show 5 points, 468 a little more.
        let seen = try #require(Power().difference(examples: 469, discordant: 0.15))
        #expect(seen <= 0.05 && isClose(seen, 0.05, within: 1e-4))
        #expect(try #require(Power().difference(examples: 468, discordant: 0.15)) > 0.05)
        // Even if all of the 10 % were the same model's, 20 examples would not show it.
        #expect(Power().difference(examples: 20, discordant: 0.1) == nil)
        #expect(Power().difference(examples: 20, discordant: 0) == nil)
        #expect(Power().examples(firstAlone: 0.1, secondAlone: 0.1) == nil)
    }

    /// Inspect's own test: 0 to 19 in four clusters by turns.
    @Test func clusteredStandardErrors() throws {
        let numbers = (0..<20).map(Double.init)
        let clusters = (0..<20).map { "\($0 % 4)" }
        let inspect = try #require(StandardError.clusteredInspect(numbers, clusters: clusters))
        #expect(isClose(inspect, 0.645_497_224_367_902_8))
        // Each its own cluster is no cluster, in Miller's form exactly, in Inspect's as well.
        let own = (0..<20).map { "\($0)" }
        let plain = try #require(StandardError.ofMean(numbers))
        #expect(isClose(plain, 1.322_875_655_532_295_3))
        #expect(isClose(StandardError.clusteredMiller(numbers, clusters: own), plain))
        #expect(isClose(StandardError.clusteredInspect(numbers, clusters: own), plain))
        // The two conventions differ: Miller's keeps n - 1 for the spread and has no C / (C - 1).
        let repeated = [0.0, 0, 1, 1, 0, 0, 1, 1]
        let pairs = ["a", "a", "b", "b", "c", "c", "d", "d"]
        // Squares 8/4, 7 degrees: 2/7/8; products 4 · (1 - 1/2) = 2 by 64.
        let miller = (2.0 / 7 / 8 + 2.0 / 64).squareRoot()
        #expect(isClose(StandardError.clusteredMiller(repeated, clusters: pairs), miller))
        let other = (4.0 * 4 / 3).squareRoot() / 8
        #expect(isClose(StandardError.clusteredInspect(repeated, clusters: pairs), other))
        #expect(StandardError.clusteredInspect([1, 2], clusters: ["a", "a"]) == 0)
        #expect(isClose(StandardError.population([0, 1]), 0.5 / 2.0.squareRoot()))
        #expect(StandardError.ofMean([1]) == nil && StandardError.population([]) == nil)
    }

    /// The segments of sc_stats' own test, test1a: differences 1, 1, 0, a mean of .667, a spread of .577,
    /// Z 2.
    @Test func matchedPairsOfStretches() throws {
        func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        var pairs = MatchedPairs()
        let reference = "a b c d e f g h"
        pairs.add(
            reference: words(reference),
            first: words("a b x d e f g h"),
            second: words(reference)
        )
        pairs.add(
            reference: words(reference),
            first: words("a b c d e x f g h"),
            second: words(reference)
        )
        pairs.add(
            reference: words(reference),
            first: words("a b c y e f g h"),
            second: words("a b c d z f g h")
        )
        #expect(pairs.stretches.map { [$0.first, $0.second] } == [[1, 0], [1, 0], [1, 1]])
        let difference = try #require(pairs.difference)
        #expect(isClose(difference.mean, 2.0 / 3))
        #expect(isClose(difference.spread, (1.0 / 3).squareRoot()))
        #expect(isClose(difference.t, 2))
        #expect(isClose(difference.normal, 0.045_500_263_896_358_4, within: 1e-9))
    }

    @Test func stretchesAreBoundedByTwoRightWords() {
        func stretches(_ first: String) -> Int {
            var pairs = MatchedPairs()
            let reference = "a b c d e f g".split(separator: " ").map(String.init)
            pairs.add(
                reference: reference,
                first: first.split(separator: " ").map(String.init),
                second: reference
            )
            return pairs.stretches.count
        }
        #expect(stretches("a b c d e f g") == 0)
        #expect(stretches("x b y d e f g") == 1)
        #expect(stretches("x b c y e f g") == 2)
        #expect(stretches("x b z c y e f g") == 1)
        #expect(stretches("a b c d e f x") == 1)
        #expect(stretches("") == 1)
    }

    private func tallies(_ rows: [[Int]]) -> [EditTally] {
        rows.map { EditTally(EditCounts(substitutions: $0[0], hits: $0[1])) }
    }

    @Test func pairedResampling() throws {
        var random = SeededRandom(seed: 8)
        var pairs: [(first: EditTally, second: EditTally, count: Int)] = []
        for _ in 0..<200 {
            let words = Int.random(in: 5...20, using: &random)
            let errors = Int.random(in: 0...2, using: &random)
            let more = Int.random(in: 0...1, using: &random)
            let both = tallies([[errors + more, words - errors - more], [errors, words - errors]])
            pairs.append((both[0], both[1], 1))
        }
        let metric = try WordErrorRate(options: [:])
        let found = try #require(pairedBootstrap(metric, pairs: pairs, seed: 1, replicates: 999))
        #expect(found.difference > 0 && found.p == 0.001)
        let interval = try #require(found.interval)
        #expect(interval.lower > 0 && interval.lower < found.difference)
        #expect(interval.upper > found.difference)
        #expect(
            found == pairedBootstrap(metric, pairs: pairs.reversed(), seed: 1, replicates: 999)
        )
        let swapped = try #require(
            approximateRandomization(metric, pairs: pairs, seed: 1, replicates: 999)
        )
        #expect(swapped.p == 0.001 && swapped.difference == found.difference)

        // Of two that are the same nothing can be said; sacreBLEU finds them different.
        let same = pairs.map { (first: $0.first, second: $0.first, count: 1) }
        for (ties, p) in [(PairedResampling.Ties.counted, 1.0), (.ignored, 0.01)] {
            let drawn = pairedBootstrap(metric, pairs: same, seed: 1, replicates: 99, ties: ties)
            #expect(drawn?.p == p)
            let none = try #require(
                approximateRandomization(metric, pairs: same, seed: 1, replicates: 99, ties: ties)
            )
            #expect(none.difference == 0 && none.p == p)
        }
        #expect(pairedBootstrap(metric, pairs: [], seed: 1, replicates: 9) == nil)
        let one = Array(pairs.prefix(1))
        #expect(pairedBootstrap(metric, pairs: one, seed: 1, replicates: 9) == nil)
        #expect(approximateRandomization(metric, pairs: one, seed: 1, replicates: 9)?.p == 1)
    }

    /// Where only one order of two has a value, that is all there is to hold against.
    @Test func undefinedSamplesAreNone() throws {
        let metric = try BBQBiasScore(options: [:])
        func answer(biased: Int, naming: Int) -> CountsTally {
            CountsTally([biased, naming, 0, 1, 0, 0])
        }
        // Either system names a person once; to swap one of the examples leaves one without.
        let pairs = [
            (answer(biased: 1, naming: 1), answer(biased: 0, naming: 0), 1),
            (answer(biased: 0, naming: 0), answer(biased: 0, naming: 1), 1),
        ]
        let found = approximateRandomization(metric, pairs: pairs, seed: 1, replicates: 99)
        #expect(found?.difference == 2 && found?.p == 1)
    }

    /// With 6 answers to 2 on which two systems differ, swaps are farther off as often as counting says.
    @Test func randomizationIsTheExactTest() throws {
        let metric = Accuracy(options: [:])
        let pairs = [
            (first: Proportion(hit: true), second: Proportion(hit: false), count: 6),
            (first: Proportion(hit: false), second: Proportion(hit: true), count: 2),
        ]
        func p(_ ties: PairedResampling.Ties) -> Double? {
            approximateRandomization(
                metric,
                pairs: pairs,
                seed: 5,
                replicates: 20_000,
                ties: ties
            )?.p
        }
        // At least 4 apart: 0, 1, 2, 6, 7 or 8 of 8 coins, as McNemar's exact test has it.
        #expect(isClose(p(.counted), 74.0 / 256, within: 0.01))
        #expect(isClose(McNemar(first: 6, second: 2).exact, 74.0 / 256))
        // More than 4 apart: 0, 1, 7 or 8.
        #expect(isClose(p(.ignored), 18.0 / 256, within: 0.006))

        // The micro F1 is the accuracy, but its tallies are no columns of numbers: the same by another way.
        let right = ConfusionTally(target: "b", predicted: "b")
        let wrong = ConfusionTally(target: "b", predicted: "a")
        let other = approximateRandomization(
            try F1(options: ["average": .string("micro")]),
            pairs: [(first: right, second: wrong, count: 6), (wrong, right, 2)],
            seed: 5,
            replicates: 20_000
        )
        let found = approximateRandomization(metric, pairs: pairs, seed: 5, replicates: 20_000)
        #expect(other == found)
    }

    @Test func clustersWidenTheInterval() throws {
        var random = SeededRandom(seed: 3)
        var clusters: [[(tally: EditTally, count: Int)]] = []
        for _ in 0..<20 {
            let rate = Int.random(in: 0...6, using: &random)
            clusters.append(tallies((0..<20).map { _ in [rate, 10] }).map { ($0, 1) })
        }
        let metric = try WordErrorRate(options: [:])
        let whole = clusteredFigure(metric, clusters: clusters, failures: 2, seed: 1)
        let flat = figure(metric, tallies: clusters.flatMap { $0 }, failures: 2, seed: 1)
        #expect(whole.value == flat.value && whole.count == 400 && whole.failures == 2)
        let wide = try #require(whole.interval), narrow = try #require(flat.interval)
        #expect(wide.upper - wide.lower > 2 * (narrow.upper - narrow.lower))
        #expect(
            clusteredFigure(metric, clusters: [clusters[0]], failures: 0, seed: 1).interval == nil
        )
    }
}
