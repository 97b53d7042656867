import Domain
import Testing

@testable import Scoring

/// Differences and ratios between groups, clusters, and groups that are too small.
struct GroupStatisticTests {
    /// fairlearn 0.15's example of metrics.md, B18: targets, decisions, groups.
    static let targets = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    static let decisions = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
    static let groups = Array("bbabbcccaacabccbcc").map(String.init)

    static func tallies(_ name: String, cluster: ((Int) -> String?)? = nil) throws -> [TallyCount] {
        let metric = try AnyMetric(name: name)
        return try targets.indices.map { index in
            let score = try metric.score(
                .labels([ScoredLabel(label: String(decisions[index]), score: 1)]),
                target: .label(String(targets[index]))
            )
            return TallyCount(
                tally: try #require(score).stored,
                count: 1,
                cluster: cluster?(index),
                group: groups[index]
            )
        }
    }

    static let expected: [(String, Double)] = [
        ("difference_between_groups", 0.25), ("ratio_between_groups", 2.0 / 3),
        ("equalized_odds_difference", 1.0), ("equalized_odds_ratio", 0.0),
        ("mean_equalized_odds_difference", 0.6), ("equal_opportunity_difference", 0.2),
        ("difference_to_overall", 7.0 / 36), ("equal_opportunity_difference_to_overall", 0.1),
        ("ratio_to_overall", 20.0 / 27),
        ("equal_opportunity_ratio_to_overall", 0.8),
        ("equalized_odds_difference_to_overall", 2.0 / 3),
    ]

    @Test(arguments: expected)
    func areThoseOfFairlearn(name: String, expected: Double) throws {
        let metric = try AnyMetric(name: "selection_rate")
        let found = try metric.groupStatistics(
            of: Self.tallies("selection_rate"),
            seed: 1,
            replicates: 200
        )
        let figure = try #require(found.first { $0.name == name }?.figure)
        #expect(abs(try #require(figure.value) - expected) < 1e-12)
        #expect(figure.count == 18)
        #expect(figure.clusters == nil)
    }

    @Test func whatIsUndefinedIsLeftOut() throws {
        let metric = try AnyMetric(name: "selection_rate")
        // Without negatives there is no false positive rate, and so are no equalised odds.
        let positives = try Self.tallies("selection_rate").enumerated()
            .filter { Self.targets[$0.offset] == 1 }.map(\.element)
        let names = try metric.groupStatistics(of: positives, seed: 1, replicates: 50).map(\.name)
        #expect(names.contains("equal_opportunity_difference"))
        #expect(!names.contains { $0.contains("equalized_odds") })
        // One group is not apart from anything.
        let one = positives.map { TallyCount(tally: $0.tally, count: 1, group: "a") }
        #expect(try metric.groupStatistics(of: one, seed: 1).isEmpty)
        #expect(try metric.groupStatistics(of: [], seed: 1).isEmpty)
    }

    /// Where groups do not differ, the interval of their difference reaches beyond 0, although it is that
    /// of the largest less the smallest.
    @Test func theIntervalOfNoDifferenceHoldsZero() throws {
        let metric = try AnyMetric(name: "accuracy")
        // 100 and 103 of 200.
        let tallies = [("a", 100), ("b", 103)].flatMap { group, right in
            (0..<200).map { index in
                TallyCount(tally: index < right ? "[1,1]" : "[0,1]", count: 1, group: group)
            }
        }
        let found = try metric.groupStatistics(of: tallies, seed: 3)
        let difference = try #require(found.first { $0.name == "difference_between_groups" })
        let interval = try #require(difference.figure.interval)
        #expect(abs(try #require(difference.figure.value) - 0.015) < 1e-12)
        #expect(interval.lower < 0 && interval.upper > 0)
        #expect(interval.method == .bootstrap)
        #expect(difference.figure.note == "lowest: a, highest: b")
        // The order of the tallies does not matter.
        let again = try metric.groupStatistics(of: tallies.reversed(), seed: 3)
        #expect(again == found)
    }

    /// Of values below 0 the differences are known and the ratios say nothing.
    @Test func valuesBelowZeroHaveNoRatios() throws {
        let metric = try AnyMetric(name: "matthews_correlation")
        func tallies(_ group: String, _ decisions: [String]) throws -> [TallyCount] {
            try zip(["1", "1", "0", "0"], decisions).map { target, decision in
                let score = try metric.score(
                    .labels([ScoredLabel(label: decision, score: 1)]),
                    target: .label(target)
                )
                return TallyCount(tally: try #require(score).stored, count: 1, group: group)
            }
        }
        let found = try metric.groupStatistics(
            of: tallies("a", ["1", "1", "0", "0"]) + tallies("b", ["0", "0", "1", "1"]),
            seed: 1,
            replicates: 50
        )
        #expect(found.map(\.name) == ["difference_between_groups", "difference_to_overall"])
        #expect(found.first?.figure.value == 2)
    }

    /// Examples that say all the same within a cluster are worth no more than one example each.
    @Test func clustersWidenIntervals() throws {
        let metric = try AnyMetric(name: "accuracy")
        let loose = (0..<200).map { index in
            TallyCount(tally: (index / 20) % 3 == 0 ? "[0,1]" : "[1,1]", count: 1)
        }
        var tight = loose
        for index in tight.indices { tight[index].cluster = "speaker \(index / 20)" }
        let plain = try metric.figure(of: loose, failures: 0, seed: 1)
        let clustered = try metric.figure(of: tight, failures: 0, seed: 1)
        #expect(plain.value == clustered.value)
        #expect(
            plain.interval?.method == .wilson && clustered.interval?.method == .clusterBootstrap
        )
        #expect(clustered.clusters == 10 && plain.clusters == nil)
        let (narrow, wide) = (try #require(plain.interval), try #require(clustered.interval))
        #expect(wide.upper - wide.lower > 3 * (narrow.upper - narrow.lower))
        #expect(try #require(clustered.standardError) > 3 * (try #require(plain.standardError)))
        // A cluster each is no clustering but for the way in which the interval is found.
        for index in tight.indices { tight[index].cluster = String(index) }
        let single = try metric.figure(of: tight, failures: 0, seed: 1)
        #expect(
            abs(try #require(single.standardError) - (try #require(plain.standardError))) < 1e-12
        )
        // One cluster says nothing.
        for index in tight.indices { tight[index].cluster = "only" }
        let one = try metric.figure(of: tight, failures: 0, seed: 1)
        #expect(one.value == plain.value && one.interval == nil)
    }

    /// metrics.md, B19: the numbers 0 to 19, their cluster the remainder by 4.
    @Test func clusteredStandardErrorsAreNamed() throws {
        let metric = try AnyMetric(name: "mean_word_error_rate")
        let tallies = (0..<20).map { index in
            TallyCount(
                tally: SumsTally([Double(index)]).stored,
                count: 1,
                cluster: String(index % 4)
            )
        }
        let errors = try metric.clusteredStandardErrors(of: tallies)
        #expect(abs(try #require(errors["standard_error_inspect"]) - 0.6454972243679028) < 1e-12)
        // 35 / 20 for the spread, less 540 / 400 for the pairs within a cluster.
        #expect(abs(try #require(errors["standard_error_miller"]) - 0.4.squareRoot()) < 1e-12)
        #expect(
            try metric.clusteredStandardErrors(
                of: tallies.map { TallyCount(tally: $0.tally, count: 1) }
            )
            .isEmpty
        )
    }

    @Test(arguments: [(0.5, 97), (0.9, 35), (1.0, 30)])
    func groupsAreTooSmallToSay(share: Double, needed: Int) throws {
        let metric = try AnyMetric(name: "accuracy")
        let right = Int(1000 * share)
        let overall = try metric.figure(
            of: [
                TallyCount(tally: "[1,1]", count: right),
                TallyCount(tally: "[0,1]", count: 1000 - right),
            ],
            failures: 0,
            seed: 1
        )
        let size = try #require(GroupSize(overall: overall, isShare: true))
        #expect(size.needed == needed)
        #expect(size.note(count: needed) == nil)
        #expect(size.note(count: 12) == "too small to say: n = 12, \(needed) would do")
    }

    /// Speakers of two groups whose rates differ by a factor of 2: it is found again.
    @Test func rateRatiosAreRecovered() throws {
        var random = SeededRandom(seed: 11)
        var tallies: [TallyCount] = []
        for speaker in 0..<60 {
            let group = speaker < 36 ? "a" : "b"
            let rate = (group == "a" ? 0.1 : 0.2) * Double.random(in: 0.8...1.25, using: &random)
            for _ in 0..<10 {
                let errors = (0..<40).reduce(0) { sum, _ in
                    sum + (Double.random(in: 0..<1, using: &random) < rate ? 1 : 0)
                }
                let tally = EditTally(EditCounts(substitutions: errors, hits: 40 - errors))
                tallies.append(
                    TallyCount(tally: tally.stored, count: 1, cluster: "s\(speaker)", group: group)
                )
            }
        }
        let metric = try AnyMetric(name: "word_error_rate")
        let ratios = try metric.rateRatios(of: tallies)
        let ratio = try #require(ratios.first)
        #expect(ratios.count == 1 && ratio.group == "b")
        let interval = try #require(ratio.figure.interval)
        #expect(interval.lower < 2 && interval.upper > 2 && interval.lower > 1.5)
        #expect(ratio.figure.clusters == 24)
        // A group without any error has no likeliest rate.
        let silent = TallyCount(
            tally: EditTally(EditCounts(hits: 400)).stored,
            count: 9,
            cluster: "silent",
            group: "c"
        )
        let again = try metric.rateRatios(of: tallies + [silent])
        #expect(again.map(\.group) == ["b"] && again.first?.figure.value == ratio.figure.value)
        // An utterance without a speaker is one of its own.
        let alone = TallyCount(tally: tallies[599].tally, count: 3, group: "b")
        let more = try #require(try metric.rateRatios(of: tallies + [alone]).first)
        #expect(more.figure.clusters == 27 && more.figure.count == 243)
        // Without speakers there is nothing to fit.
        let loose = tallies.map { TallyCount(tally: $0.tally, count: 1, group: $0.group) }
        #expect(try metric.rateRatios(of: loose).isEmpty)
        #expect(try AnyMetric(name: "character_error_rate").rateRatios(of: tallies).isEmpty)
    }

    /// Where each group is a speaker, and where there are very many, there are no ratios, and at once.
    @Test(arguments: [(2_000, 1), (101, 3), (100, 3), (5, 1)])
    func ratesOfLoneSpeakersHaveNoRatios(_ groups: Int, _ speakers: Int) throws {
        let tallies = (0..<groups * speakers).map { index in
            TallyCount(
                tally: EditTally(EditCounts(substitutions: 1 + index % 3, hits: 20)).stored,
                count: 5,
                cluster: "s\(index)",
                group: "g\(index / speakers)"
            )
        }
        let ratios = try AnyMetric(name: "word_error_rate").rateRatios(of: tallies)
        #expect(ratios.count == (speakers > 1 && groups <= 100 ? groups - 1 : 0))
    }
}
