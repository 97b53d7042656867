import Domain
import Foundation
import Testing

@testable import Scoring

@Suite struct FairnessTests {
    private func decisions(_ y: [Int], _ p: [Int], _ groups: some Sequence<Character>)
        -> DecisionFairness
    {
        var decisions = DecisionFairness()
        for ((target, decision), group) in zip(zip(y, p), groups) {
            decisions.add(target: target == 1, decision: decision == 1, group: String(group))
        }
        return decisions
    }

    /// The example of fairlearn's own tests.
    @Test func fairlearnsExample() throws {
        let found = decisions(
            [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1],
            [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0],
            "bbabbcccaacabccbcc"
        )
        func close(_ a: Double?, _ b: Double) -> Bool { isClose(a, b, within: 5e-5) }
        #expect(close(found.groups["a"]?.truePositiveRate, 0.5))
        #expect(close(found.groups["b"]?.truePositiveRate, 0.6))
        #expect(close(found.groups["c"]?.truePositiveRate, 0.4))
        #expect(close(found.groups["c"]?.falsePositiveRate, 2.0 / 3))
        #expect(found.groups["a"]?.falsePositiveRate == 1)
        #expect(found.groups["b"]?.falsePositiveRate == 0)
        #expect(found.groups["a"]?.selectionRate == 0.75)
        #expect(found.groups["b"]?.selectionRate == 0.5)
        #expect(found.groups["c"]?.selectionRate == 0.5)
        #expect(close(found.overall.truePositiveRate, 0.5))
        #expect(close(found.overall.falsePositiveRate, 0.6667))
        #expect(close(found.overall.selectionRate, 0.5556))
        #expect(close(found.demographicParityDifference(), 0.25))
        #expect(close(found.demographicParityRatio(), 0.6667))
        #expect(found.equalizedOddsDifference() == 1)
        #expect(found.equalizedOddsRatio() == 0)
        #expect(close(found.equalOpportunityDifference(.toOverall), 0.1))
        #expect(close(found.equalizedOddsDifference(.toOverall), 0.6667))
        #expect(close(found.demographicParityDifference(.toOverall), 0.1944))
        #expect(close(found.equalOpportunityRatio(.toOverall), 0.8))
        #expect(close(found.demographicParityRatio(.toOverall), 0.7407))
        // The lesser of .8 and the false positive rates' 0.
        #expect(found.equalizedOddsRatio(.toOverall) == 0)
    }

    /// Koenecke 2020, error rates of .35 and .19: a gap of .16, a ratio of 1.84.
    @Test func koeneckesGap() throws {
        func group(_ rate: Double) -> Figure {
            Figure(value: rate, interval: nil, count: 2141, failures: 0)
        }
        let gap = try #require(largestGap(["Black": group(0.35), "white": group(0.19)]))
        #expect(gap.highest == "Black" && gap.lowest == "white")
        #expect(isClose(gap.difference, 0.16))
        #expect(isClose(gap.ratio, 1.84, within: 5e-3))
    }

    @Test func fairlearn() throws {
        let rows = try #require(try ScoringFixture("statistics").root["fairness"]?.array)
        try #require(rows.count >= 20)
        for row in rows {
            let found = decisions(
                row["y"]?.integers ?? [],
                row["p"]?.integers ?? [],
                row["g"]?.string ?? ""
            )
            var values: [Double?] = []
            for method in GroupComparison.Method.allCases {
                values += [
                    found.demographicParityDifference(method),
                    found.demographicParityRatio(method),
                    found.equalOpportunityDifference(method),
                    found.equalOpportunityRatio(method),
                    found.equalizedOddsDifference(method),
                    found.equalizedOddsDifference(method, .mean),
                    found.equalizedOddsRatio(method), found.equalizedOddsRatio(method, .mean),
                ]
            }
            let expected = row["expect"]?.array?.map(\.number) ?? []
            #expect(values.count == expected.count)
            for (a, b) in zip(values, expected) {
                if let b { #expect(isClose(a, b)) } else { #expect(a == nil) }
            }
        }
    }

    @Test func groupsWithoutARateHaveNone() {
        let found = decisions([1, 1, 0], [1, 0, 1], "aab")
        #expect(found.groups["b"]?.truePositiveRate == nil)
        #expect(found.equalOpportunityDifference() == nil)
        #expect(isClose(found.demographicParityDifference(), 0.5))
        #expect(DecisionFairness().demographicParityDifference() == nil)
        #expect(GroupComparison(groups: ["a": 0, "b": 0], overall: 0).ratio() == nil)
    }

    /// What went into simulated errors comes out of the fit: within four standard errors, and 95 % of the
    /// time within two or so.
    @Test func mixedModelRecoversItsParameters() throws {
        var random = SeededRandom(seed: 21)
        func uniform() -> Double { Double.random(in: 0..<1, using: &random) }
        func normal() -> Double {
            (-2 * log(1 - uniform())).squareRoot() * cos(2 * Double.pi * uniform())
        }
        func poisson(_ mean: Double) -> Int {
            var count = 0
            var product = uniform()
            while product > exp(-mean) {
                count += 1
                product *= uniform()
            }
            return count
        }
        let truth = [log(0.1), log(1.6), 0.3]
        let spread = 0.4
        var within = 0
        var spreads: [Double] = []
        for _ in 0..<12 {
            var rows: [PoissonMixedModel.Row] = []
            for speaker in 0..<80 {
                let u = spread * normal()
                let group = speaker % 2 == 0 ? 0.0 : 1
                for _ in 0..<15 {
                    let words = Int.random(in: 5...30, using: &random)
                    let other = uniform() - 0.5
                    let mean =
                        Double(words) * exp(truth[0] + truth[1] * group + truth[2] * other + u)
                    rows.append(
                        .init(
                            errors: poisson(mean),
                            words: words,
                            columns: [group, other],
                            speaker: "\(speaker)"
                        )
                    )
                }
            }
            let fit = try #require(PoissonMixedModel(rows))
            for index in truth.indices {
                let off = abs(fit.coefficients[index] - truth[index]) / fit.standardErrors[index]
                #expect(off < 4, "\(index): \(fit)")
                if off < 2 { within += 1 }
            }
            spreads.append(fit.spread)
            let smaller = rows.map { row in
                var row = row
                row.columns = [row.columns[1]]
                return row
            }
            let without = try #require(PoissonMixedModel(smaller))
            #expect(without.logLikelihood < fit.logLikelihood)
            #expect(fit.likelihoodRatio(against: without) < 0.01)
        }
        #expect(within >= 30)
        let mean = spreads.reduce(0, +) / Double(spreads.count)
        #expect(abs(mean - spread) < 0.05, "\(spreads)")
    }

    @Test func mixedModelNeedsRows() {
        #expect(PoissonMixedModel([]) == nil)
        let silent = PoissonMixedModel.Row(errors: 0, words: 3, columns: [], speaker: "a")
        #expect(PoissonMixedModel([silent, silent]) == nil)
    }
}

/// Demographic parity is how far selection rates lie apart.
extension DecisionFairness {
    func demographicParityDifference(
        _ method: GroupComparison.Method = .betweenGroups
    ) -> Double? { comparison { $0.selectionRate }?.difference(method) }

    func demographicParityRatio(
        _ method: GroupComparison.Method = .betweenGroups
    ) -> Double? { comparison { $0.selectionRate }?.ratio(method) }
}
