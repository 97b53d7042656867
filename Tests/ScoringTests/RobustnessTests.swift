import Domain
import Testing

@testable import Scoring

@Suite("What perturbations do to a metric")
struct RobustnessTests {
    /// `1` is a hit, `0` a miss, `-` no answer.
    private static func answers(_ marks: String) -> [Int64: String] {
        var tallies: [Int64: String] = [:]
        for (index, mark) in marks.enumerated() where mark != "-" {
            tallies[Int64(index)] = Proportion(hit: mark == "1").stored
        }
        return tallies
    }

    private static func accuracy(
        _ base: String,
        _ perturbed: [String],
        clusters: [Int64: String]? = nil
    ) throws -> Robustness {
        try AnyMetric(name: "accuracy").robustness(
            base: answers(base),
            perturbed: perturbed.map(answers),
            clusters: clusters,
            failures: perturbed.map { _ in 0 },
            allFailures: 0,
            seed: 1
        )
    }

    @Test func definitionsByHand() throws {
        let found = try Self.accuracy("11110000", ["11001100", "10110000"])
        // 4 of 8, then 4 and 3 of 8.
        #expect(found.drops.map(\.value) == [0, 0.125])
        #expect(found.meanDrop.value == 0.0625)
        #expect(found.worstPerturbation.value == 0.375)
        // Right in all three: the first only.
        #expect(found.worstCase?.value == 0.125)
        for figure in found.drops
            + [found.meanDrop, found.worstPerturbation, found.worstCase].compactMap({ $0 })
        {
            let interval = try #require(figure.interval)
            #expect(interval.method == .pairedBootstrap && figure.count == 8)
            #expect(try #require(figure.standardError) > 0)
            let value = try #require(figure.value)
            #expect(interval.lower <= value && value <= interval.upper)
        }
    }

    @Test func onlySharedExamplesCount() throws {
        let found = try Self.accuracy("1111-0", ["1-0010", "11111-"])
        #expect(found.drops.map(\.count) == [4, 4])
        #expect(found.drops[0].value == 0.5 && found.drops[1].value == 0)
        #expect(found.meanDrop.count == 3)
        #expect(found.worstCase?.value == 1.0 / 3)
        let none = try Self.accuracy("11----", ["--1111"])
        #expect(none.drops[0].value == nil && none.drops[0].count == 0)
        #expect(none.worstCase == nil && none.meanDrop.value == nil)
    }

    @Test func pairedIntervalsAreNarrow() throws {
        // The same answers drop by nothing, whatever is drawn.
        let same = try Self.accuracy(
            String(repeating: "10", count: 50),
            [String(repeating: "10", count: 50)]
        )
        #expect(same.drops[0].interval.map { [$0.lower, $0.upper] } == [0, 0])
        // Of 400, 40 turn wrong: 0.1 with a standard error of 0.015.
        let base = String(repeating: "1", count: 400)
        let worse = String(repeating: "0", count: 40) + String(repeating: "1", count: 360)
        let interval = try #require(try Self.accuracy(base, [worse]).drops[0].interval)
        #expect(abs(interval.lower - 0.0706) < 0.01 && abs(interval.upper - 0.1294) < 0.01)
    }

    @Test func clustersAreDrawnWhole() throws {
        let base = String(repeating: "1", count: 200)
        let worse = String(
            repeating: String(repeating: "0", count: 10) + String(repeating: "1", count: 40),
            count: 4
        )
        let clusters = Dictionary(uniqueKeysWithValues: (0..<200).map { (Int64($0), "\($0 / 10)") })
        let alone = try Self.accuracy(base, [worse]).drops[0]
        let together = try Self.accuracy(base, [worse], clusters: clusters).drops[0]
        #expect(alone.value == together.value && together.clusters == 20 && alone.clusters == nil)
        func width(_ figure: Figure) -> Double { figure.interval.map { $0.upper - $0.lower } ?? 0 }
        #expect(width(together) > 2 * width(alone))
    }

    @Test func errorRatesDropUpwardsAndHaveNoWorstCase() throws {
        let metric = try AnyMetric(name: "word_error_rate")
        func tallies(_ texts: [String]) throws -> [Int64: String] {
            var tallies: [Int64: String] = [:]
            for (index, text) in texts.enumerated() {
                let target = Target.text(index == 0 ? "a b c d e f" : "g h")
                tallies[Int64(index)] = try metric.score(.text(text), target: target)?.stored
            }
            return tallies
        }
        let found = try metric.robustness(
            base: tallies(["a b c d e f", "g x"]),
            perturbed: [tallies(["a b c x x x", "g h"])],
            failures: [3],
            allFailures: 3,
            seed: 1
        )
        // One error of eight, then three.
        #expect(found.drops[0].value == 0.25 && found.drops[0].failures == 3)
        #expect(found.worstPerturbation.value == 0.375)
        #expect(found.worstCase == nil)
    }
}
