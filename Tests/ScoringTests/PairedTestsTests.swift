import Domain
import Testing

@testable import Scoring

/// Two systems' stored tallies of the same examples, by every test that fits their metric.
@Suite struct PairedTestsTests {
    private func pairs(
        _ metric: AnyMetric,
        _ rows: [(first: Outcome, second: Outcome, target: Target?)],
        clusters: [String?]? = nil
    ) throws -> [PairedTallies] {
        try rows.enumerated().map { index, row in
            PairedTallies(
                first: try #require(try metric.score(row.first, target: row.target)).stored,
                second: try #require(try metric.score(row.second, target: row.target)).stored,
                cluster: clusters.flatMap { $0[index] },
                count: 1
            )
        }
    }

    /// Pairs of a system that is right or wrong and one that is, each so often.
    private func rights(_ counts: [(first: Int, second: Int, count: Int)]) -> [PairedTallies] {
        counts.map {
            PairedTallies(first: "[\($0.first),1]", second: "[\($0.second),1]", count: $0.count)
        }
    }

    /// Hugging Face evaluate's example of McNemar's test: references 1 0 1, predictions 1 1 1 and 1 0 1.
    @Test func evaluatesExample() throws {
        let metric = try AnyMetric(name: "accuracy")
        let rows = zip(["1", "0", "1"], zip(["1", "1", "1"], ["1", "0", "1"])).map {
            (first: label($1.0), second: label($1.1), target: Target?.some(.label($0)))
        }
        let found = try #require(
            try metric.pairedTests(pairs(metric, rows), seed: 1, replicates: 999)
        )
        #expect(found.mcNemar == McNemar(first: 0, second: 1))
        #expect(found.mcNemar?.statistic == 1)
        #expect(isClose(found.mcNemar?.asymptotic, 0.317_310_5, within: 1e-7))
        #expect(isClose(found.first, 2.0 / 3) && found.second == 1 && found.examples == 3)
        #expect(isClose(found.difference, 1.0 / 3))
        #expect(found.randomization.p == 1 && found.randomization.difference == found.difference)
        #expect(found.bootstrap?.interval?.method == .pairedBootstrap)
        #expect(found.clusters == nil && found.clusteredStandardError == nil)
    }

    /// Differences 0, -1, 0, 0: mean -.25, spread .5, standard error .25, t -1, two-sided p .391.
    @Test func meansByHand() throws {
        let metric = try AnyMetric(name: "accuracy")
        let rows = rights([(1, 1, 1), (1, 0, 1), (0, 0, 2)])
        let found = try #require(try metric.pairedTests(rows, seed: 1, replicates: 999))
        let mean = try #require(found.mean)
        #expect(mean.mean == -0.25 && isClose(mean.spread, 0.5) && isClose(mean.t, -1))
        #expect(isClose(mean.student, 0.391_002_218_955_771, within: 1e-9))
        #expect(found.spread == mean.spread)
    }

    /// Of an error rate a hit is an error: the first is wrong 3 times alone, so the second is right.
    @Test func errorsAreNotRight() throws {
        let rows = rights([(1, 0, 3), (0, 1, 1), (1, 1, 2), (0, 0, 5)])
        let errors = try AnyMetric(name: "sentence_error_rate")
        let hits = try AnyMetric(name: "accuracy")
        #expect(
            try errors.pairedTests(rows, seed: 1, replicates: 99)?.mcNemar
                == McNemar(first: 1, second: 3)
        )
        #expect(
            try hits.pairedTests(rows, seed: 1, replicates: 99)?.mcNemar
                == McNemar(first: 3, second: 1)
        )
    }

    /// Pooled word errors are no mean of utterances, and not right or wrong.
    @Test func ratiosHaveNoMean() throws {
        let metric = try AnyMetric(name: "word_error_rate")
        let rows = [
            PairedTallies(first: "[1,0,0,9]", second: "[0,0,0,10]", count: 3),
            PairedTallies(first: "[2,0,0,2]", second: "[1,0,0,3]", count: 3),
        ]
        let found = try #require(try metric.pairedTests(rows, seed: 1, replicates: 999))
        #expect(found.mean == nil && found.mcNemar == nil)
        #expect(isClose(found.first, 9.0 / 42) && isClose(found.second, 3.0 / 42))
        let error = try #require(found.bootstrap?.standardError)
        #expect(isClose(found.spread, error * 6.0.squareRoot()))
    }

    @Test func sacreBLEU() throws {
        let corpora = try #require(try ScoringFixture("comparisons").root["corpora"]?.array)
        try #require(corpora.count >= 6)
        for corpus in corpora {
            let metric = try AnyMetric(name: try #require(corpus["metric"]?.string))
            let targets = try #require(corpus["targets"]?.strings)
            let first = try #require(corpus["first"]?.strings)
            let second = try #require(corpus["second"]?.strings)
            let rows = targets.indices.map {
                (
                    first: Outcome.text(first[$0]), second: Outcome.text(second[$0]),
                    target: Target?.some(.text(targets[$0]))
                )
            }
            let found = try #require(
                try metric.pairedTests(pairs(metric, rows), seed: 3, replicates: 10_000)
            )
            let values = try #require(corpus["values"]).numbers
            #expect(isClose(found.first, values[0], within: 1e-9))
            #expect(isClose(found.second, values[1], within: 1e-9))
            // Its random numbers are others: four standard errors of 10,000 and of 5,000 samples.
            let ar = try #require(corpus["ar"]?.number)
            let bs = try #require(corpus["bs"]?.number)
            #expect(isClose(found.randomization.p, ar, within: 0.025))
            #expect(isClose(found.bootstrap?.p, bs, within: 0.035))
        }
    }

    @Test func exactPermutationsOfSciPy() throws {
        let rows = try #require(try ScoringFixture("comparisons").root["exact"]?.array)
        try #require(rows.count >= 4)
        let metric = try AnyMetric(name: "mean_word_error_rate")
        for row in rows {
            let first = try #require(row["first"]).numbers
            let second = try #require(row["second"]).numbers
            let tallies = zip(first, second).map {
                PairedTallies(
                    first: SumsTally([$0]).stored,
                    second: SumsTally([$1]).stored,
                    count: 1
                )
            }
            let found = try #require(
                try metric.pairedTests(tallies, seed: 3, replicates: 20_000)
            )
            #expect(isClose(found.randomization.p, row["p"]?.number ?? -1, within: 0.015))
        }
    }

    /// Systems that are equally good are told apart no more often than the p says.
    @Test func falseAlarmsAreAsRareAsPromised() throws {
        let metric = try AnyMetric(name: "accuracy")
        var random = SeededRandom(seed: 77)
        var alarms = 0, exactAlarms = 0
        let trials = 400
        for trial in 0..<trials {
            let rows = (0..<30).map { _ in
                PairedTallies(
                    first: "[\(Int.random(in: 0...1, using: &random)),1]",
                    second: "[\(Int.random(in: 0...1, using: &random)),1]",
                    count: 1
                )
            }
            let found = try #require(
                try metric.pairedTests(rows, seed: UInt64(trial), replicates: 199)
            )
            if found.randomization.p <= 0.05 { alarms += 1 }
            if let p = found.mcNemar?.exact, p <= 0.05 { exactAlarms += 1 }
        }
        // 5 % of 400 are 20, and three standard deviations 13.
        #expect(alarms <= 33 && exactAlarms <= 33, "\(alarms) and \(exactAlarms)")
    }

    @Test func orderAndGroupingDoNotMatter() throws {
        let metric = try AnyMetric(name: "word_error_rate")
        var random = SeededRandom(seed: 4)
        let rows = (0..<60).map { _ in
            let errors = Int.random(in: 0...2, using: &random)
            let more = Int.random(in: 0...1, using: &random)
            return PairedTallies(
                first: "[\(errors),0,0,\(8 - errors)]",
                second: "[\(errors + more),0,0,\(8 - errors - more)]",
                count: 1
            )
        }
        let found = try metric.pairedTests(rows, seed: 9, replicates: 999)
        #expect(found != nil)
        #expect(try metric.pairedTests(rows.reversed(), seed: 9, replicates: 999) == found)
        var counts: [PairedTallies: Int] = [:]
        for row in rows { counts[row, default: 0] += 1 }
        let grouped = counts.map { row, count in
            PairedTallies(first: row.first, second: row.second, count: count)
        }
        let together = try #require(try metric.pairedTests(grouped, seed: 9, replicates: 999))
        #expect(together.bootstrap == found?.bootstrap)
        #expect(together.randomization == found?.randomization)
        #expect(try metric.pairedTests(rows, seed: 10, replicates: 999) != found)
    }

    /// Clusters of one example each are no clusters; clusters that stray together widen the interval.
    @Test func clusters() throws {
        let metric = try AnyMetric(name: "accuracy")
        // Twelve speakers; eight utterances of each go the same way.
        var rows: [PairedTallies] = []
        for speaker in 0..<12 {
            let gain = [0, 0, 1, -1, 1, 1][speaker % 6]
            for _ in 0..<8 {
                rows.append(
                    PairedTallies(
                        first: "[\(gain < 0 ? 1 : 0),1]",
                        second: "[\(gain > 0 ? 1 : 0),1]",
                        cluster: "s\(speaker)",
                        count: 1
                    )
                )
            }
        }
        let plain = try #require(try metric.pairedTests(rows, seed: 2, replicates: 2_000))
        let clustered = try #require(
            try metric.pairedTests(rows, isClustered: true, seed: 2, replicates: 2_000)
        )
        #expect(clustered.clusters == 12 && clustered.examples == 96)
        #expect(clustered.difference == plain.difference)
        let wide = try #require(clustered.bootstrap?.interval)
        let narrow = try #require(plain.bootstrap?.interval)
        #expect(wide.upper - wide.lower > 2 * (narrow.upper - narrow.lower))
        #expect(clustered.randomization.p > 10 * plain.randomization.p)
        // All 8 of a cluster being alike, the error is √8 larger, but for n - 1.
        let error = try #require(plain.mean).standardError
        let ratio = try #require(clustered.clusteredStandardError) / error
        #expect(isClose(ratio, 8.0.squareRoot(), within: 0.05))

        let own = rows.enumerated().map { index, row in
            PairedTallies(
                first: row.first,
                second: row.second,
                cluster: index.isMultiple(of: 2) ? "own\(index)" : nil,
                count: 1
            )
        }
        let alone = try #require(
            try metric.pairedTests(own, isClustered: true, seed: 2, replicates: 2_000)
        )
        #expect(alone.clusters == 96)
        #expect(alone.bootstrap == plain.bootstrap && alone.randomization == plain.randomization)
        #expect(isClose(alone.clusteredStandardError, error))

        let one = rows.map {
            PairedTallies(first: $0.first, second: $0.second, cluster: "all", count: 1)
        }
        let single = try #require(
            try metric.pairedTests(one, isClustered: true, seed: 2, replicates: 200)
        )
        #expect(single.bootstrap == nil && single.randomization.p == 1 && single.clusters == 1)
    }

    @Test func nothingToSay() throws {
        let metric = try AnyMetric(name: "accuracy")
        #expect(try metric.pairedTests([], seed: 1) == nil)
        #expect(try AnyMetric(name: "confusion_matrix").pairedTests([], seed: 1) == nil)
        #expect(throws: MetricError.tally(metric: "accuracy", stored: "[2,1]")) {
            try metric.pairedTests(
                [PairedTallies(first: "[1,1]", second: "[2,1]", count: 1)],
                seed: 1
            )
        }
    }

    @Test func progressEndsWithAllSamples() throws {
        let metric = try AnyMetric(name: "accuracy")
        var heard: [Int] = []
        _ = try metric.pairedTests(
            rights([(1, 0, 5), (0, 1, 2)]),
            seed: 1,
            replicates: 1_100,
            progress: { heard.append($0) }
        )
        #expect(heard == heard.sorted() && heard.last == 2_200)
    }

    /// Of right and wrong there are four pairs, however many examples have them.
    @Test func tenThousandSamplesOfManyExamples() throws {
        let metric = try AnyMetric(name: "accuracy")
        let rows = rights([(1, 1, 60_000), (1, 0, 9_800), (0, 1, 10_200), (0, 0, 20_000)])
        let found = try #require(try metric.pairedTests(rows, seed: 1, replicates: 10_000))
        // √20,000 flips by 100,000 examples.
        #expect(isClose(found.bootstrap?.standardError, 0.001_414, within: 0.000_05))
        #expect(isClose(found.randomization.p, found.mcNemar?.exact ?? -1, within: 0.003))
    }

    /// A median is read from all tallies at once as it is from their sum.
    @Test func mediansAreReadFromCounts() throws {
        let metric = try MedianRank(options: [:])
        let tallies = [3, 1, 7, 3, 12].map { RankTally(rank: $0) }
        let read = metric.reader(of: tallies)
        for times in [[1, 1, 1, 1, 1], [0, 2, 0, 0, 2], [0, 0, 0, 0, 0], [4, 0, 1, 0, 0]] {
            var sum = RankTally.zero
            for (tally, count) in zip(tallies, times) { sum.add(tally, times: count) }
            #expect(read(times) == sum.median)
        }
    }

    /// Sclite's alignment step by step has the counts that the metric counts.
    @Test func scliteStepsHaveScliteCounts() {
        var random = SeededRandom(seed: 21)
        func words() -> [String] {
            (0..<Int.random(in: 0...9, using: &random)).map { _ in
                ["a", "b", "B", "c"][Int.random(in: 0..<4, using: &random)]
            }
        }
        for _ in 0..<500 {
            let reference = words(), hypothesis = words()
            for rule in AlignmentRule.allCases {
                var counts = EditCounts()
                for pair in rule.pairs(reference: reference, hypothesis: hypothesis) {
                    switch pair.kind {
                    case .hit: counts.hits += 1
                    case .substitution: counts.substitutions += 1
                    case .deletion: counts.deletions += 1
                    case .insertion: counts.insertions += 1
                    }
                }
                #expect(
                    counts == rule.counts(reference: reference, hypothesis: hypothesis),
                    "\(rule): \(reference) and \(hypothesis)"
                )
            }
        }
    }
}
