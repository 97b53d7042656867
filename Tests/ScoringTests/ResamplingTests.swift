import Domain
import Testing

@testable import Scoring

/// Draws of many examples, and the columns that are summed over them.
@Suite struct ResamplingTests {
    /// What a seed draws is what the plain form of the algorithm in the fixture's script draws.
    @Test func drawsAreThoseOfThePlainForm() throws {
        let rows = try #require(try ScoringFixture("resampling").root["rows"]?.array)
        try #require(rows.count >= 6)
        for row in rows {
            let pattern = row["pattern"]?.integers ?? []
            let times = row["times"]?.integer ?? 0
            let counts = (0..<times).flatMap { _ in pattern } + (row["last"]?.integers ?? [])
            let resampler = Resampler(counts: counts)
            var random = SeededRandom(seed: UInt64(try #require(row["seed"]?.integer)))
            var groups = GroupCounts(counts: counts)
            let draws = row["draws"]?.array?.map(\.integers) ?? []
            let weighed = row["weighed"]?.integers ?? []
            try #require(weighed.count == 3)
            for (number, sum) in weighed.enumerated() {
                groups.clear()
                resampler.draw(into: &groups, using: &random)
                let found = groups.drawn.enumerated().reduce(0) {
                    $0 + $1.offset * $1.offset * $1.element
                }
                #expect(found == sum)
                if !draws.isEmpty { #expect(groups.drawn == draws[number]) }
            }
        }
    }

    /// 2,500 single examples lie in stretches that are cut twice, and the last is partly filling: counts
    /// are binomial with mean 1, variance 1 - 1/n and, over a third of the row, n/3 and n·2/9.
    @Test func manySingleExamples() {
        let n = 2500, rounds = 300
        let third = n / 3
        let resampler = Resampler(counts: [Int](repeating: 1, count: n))
        var random = SeededRandom(seed: 31)
        var groups = GroupCounts(counts: [Int](repeating: 1, count: n))
        var sums = [Int](repeating: 0, count: n)
        var squares = 0
        var thirds: [Double] = []
        for _ in 0..<rounds {
            groups.clear()
            resampler.draw(into: &groups, using: &random)
            #expect(groups.drawn.reduce(0, +) == n)
            for (index, count) in groups.drawn.enumerated() {
                sums[index] += count
                squares += (count - 1) * (count - 1)
            }
            thirds.append(Double(groups.drawn[..<third].reduce(0, +)))
        }
        // Six standard errors: of an example's count over the rounds, of the mean square, of a third.
        let spread = Double(rounds).squareRoot()
        for sum in sums { #expect(abs(Double(sum - rounds)) <= 6 * spread) }
        let square = Double(squares) / Double(n * rounds)
        #expect(abs(square - (1 - 1 / Double(n))) <= 6 * (2 / Double(n * rounds)).squareRoot())
        let share = Double(third) / Double(n)
        let variance = Double(n) * share * (1 - share)
        let mean = thirds.reduce(0, +) / Double(rounds)
        #expect(abs(mean - Double(third)) <= 6 * variance.squareRoot() / spread)
        let found = thirds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rounds)
        #expect(abs(found / variance - 1) <= 0.5)
    }

    /// Numbers that share a word, need several, are negative, all the same, or as large as they come.
    private static let columns: [@Sendable (inout SeededRandom) -> Int128] = [
        { Int128(Int.random(in: 0...1, using: &$0)) },
        { Int128(Int.random(in: 0...30, using: &$0)) },
        { Int128(Int.random(in: -1000...1000, using: &$0)) },
        { _ in 7 },
        { Int128(Int.random(in: 0...1_000_000_000_000, using: &$0)) },
        { Int128(Int.random(in: Int.min...Int.max, using: &$0)) },
        {
            let high = Int128(Int.random(in: -1_000_000...1_000_000, using: &$0))
            return high << 80 | Int128(Int.random(in: 0...Int.max, using: &$0))
        },
        { Int128(Int.random(in: 0...5, using: &$0)) },
    ]

    /// The packed sums are those of the plain definition: how often each group was drawn by its numbers.
    @Test(arguments: [
        [1], [5], [1, 1], [3, 700, 1, 1, 90], [Int](repeating: 1, count: 1500),
        [Int](repeating: 3, count: 1000) + [5000, 1, 1, 2000],
    ])
    func sumsAreThoseOfTheDraws(counts: [Int]) {
        var random = SeededRandom(seed: 17)
        for columns in [Self.columns, [Self.columns[1]], Array(Self.columns[3...3]), []] {
            let numbers = columns.map { make in counts.map { _ in make(&random) } }
            let resampler = Resampler(counts: counts)
            var sums = ColumnSums(PackedColumns(numbers, counts: counts))
            var groups = GroupCounts(counts: counts)
            var one = SeededRandom(seed: 5), other = SeededRandom(seed: 5)
            for _ in 0..<5 {
                sums.clear()
                groups.clear()
                resampler.draw(into: &sums, using: &one)
                resampler.draw(into: &groups, using: &other)
                let expected = numbers.map { column in
                    zip(column, groups.drawn).reduce(Int128(0)) { $0 + $1.0 * Int128($1.1) }
                }
                #expect(sums.totals == expected)
            }
            #expect(one.next() == other.next())
        }
    }

    /// Each example is taken half of the time, those beside each other independently; the sums are those
    /// of what was taken.
    @Test(arguments: [
        [1], [3, 40, 1], [Int](repeating: 1, count: 3000), [20, 20], [15, 16, 15, 1, 17],
    ])
    func coinsAreFair(counts: [Int]) {
        let rounds = 400
        let flips = CoinFlips(counts: counts)
        let numbers = counts.indices.map { Int128(($0 * 37) % 101) - 50 }
        var groups = GroupCounts(counts: counts)
        var sums = ColumnSums(PackedColumns([numbers], counts: counts))
        var one = SeededRandom(seed: 4), other = SeededRandom(seed: 4)
        var heads = [Int](repeating: 0, count: counts.count)
        var together = 0
        for _ in 0..<rounds {
            groups.clear()
            sums.clear()
            flips.flip(into: &groups, using: &one)
            flips.flip(into: &sums, using: &other)
            #expect(zip(groups.drawn, counts).allSatisfy { 0...$1 ~= $0 })
            let expected = zip(numbers, groups.drawn).reduce(Int128(0)) { $0 + $1.0 * Int128($1.1) }
            #expect(sums.totals == [expected])
            for (index, count) in groups.drawn.enumerated() { heads[index] += count }
            if groups.drawn.count > 1, groups.drawn[0] * 2 > counts[0],
                groups.drawn[1] * 2 > counts[1]
            {
                together += 1
            }
        }
        // Six standard errors of a sum of coins.
        for (found, count) in zip(heads, counts) {
            let coins = Double(rounds * count)
            #expect(abs(Double(found) - coins / 2) <= 3 * coins.squareRoot())
        }
        if counts.count == 3000 { #expect(abs(together - rounds / 4) < 60) }
    }

    /// The largest number as often as a field may hold it, beside fields of zeros.
    @Test func fullFieldsDoNotRunOver() {
        let most = PackedColumns.mostAdditions
        for bits in [1, 5, 21, 52, 53, 54, 64, 100] {
            let largest = Int128(1) << Int128(bits) - 1
            let columns: [[Int128]] = [[0, 31], [0, largest], [5, 5], [31, 0], [0, largest]]
            var sums = ColumnSums(PackedColumns(columns, counts: [1, 1]))
            let places = [UInt32](repeating: 1, count: most)
            places.withUnsafeBufferPointer { sums.add(places: $0) }
            let count = Int128(most)
            #expect(
                sums.totals == [31 * count, largest * count, 5 * count, 0, largest * count],
                "\(bits) bits"
            )
        }
    }

    @Test func smallCountsShareAWord() {
        var random = SeededRandom(seed: 2)
        func words(_ ranges: [ClosedRange<Int>]) -> Int {
            let counts = [Int](repeating: 1, count: 200)
            let columns = ranges.map { range in
                [Int128(range.lowerBound), Int128(range.upperBound)]
                    + (2..<200).map { _ in Int128(Int.random(in: range, using: &random)) }
            }
            return PackedColumns(columns, counts: counts).wordsPerRow
        }
        // Hits and trials; the counts of an utterance; a share in units of 10⁻¹² and its example.
        #expect(words([0...1, 1...1]) == 1)
        #expect(words([0...31, 0...20, 0...20, 0...31, 1...1]) == 1)
        #expect(words([1...1, 0...1_000_000_000_000]) == 1)
        #expect(words([1...1]) == 0)
        #expect(words([0...Int.max]) == 2)
    }

    /// A metric's interval by columns is the one by how often each tally is drawn.
    @Test(arguments: ["word_error_rate", "brier_score", "bleu", "perplexity", "accuracy"])
    func intervalsAreThoseOfThePlainBootstrap(name: String) throws {
        var random = SeededRandom(seed: 77)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let stored = (0..<1300).map { _ in
            switch name {
            case "word_error_rate": "[\(number(0...3)),\(number(0...2)),0,\(number(1...30))]"
            case "accuracy": "[\(number(0...1)),1]"
            case "brier_score": "[1,[\"\(number(0...1)).\(number(100_000...999_999))\"]]"
            case "bleu":
                "[1,[\((0..<10).map { "\(number(40 - 4 * $0...50 - 4 * $0))" }.joined(separator: ","))]]"
            default:
                "[1,[\"-\(number(1...90)).\(number(1...9))\",\"\(number(1...9))\",\"4\",\"20\"]]"
            }
        }
        var counts: [String: Int] = [:]
        for text in stored { counts[text, default: 0] += 1 }
        let metric = try metricCatalog(name).init(options: [:])
        try compare(metric, counts)
    }

    private func compare<M: Metric>(_ metric: M, _ stored: [String: Int]) throws {
        let groups = try stored.sorted { $0.key < $1.key }.map {
            (tally: try #require(M.Tally(stored: $0.key)), count: $0.value)
        }
        let counts = groups.map(\.count)
        let interval = try #require(
            bootstrap(metric, groups: groups, seed: 3, replicates: 40)?.interval
        )
        var random = SeededRandom(seed: 3)
        var drawn = GroupCounts(counts: counts)
        var values: [Double] = []
        for _ in 0..<40 {
            drawn.clear()
            Resampler(counts: counts).draw(into: &drawn, using: &random)
            var sum = M.Tally.zero
            for (group, times) in zip(groups, drawn.drawn) { sum.add(group.tally, times: times) }
            values.append(try #require(metric.value(sum)))
        }
        values.sort()
        #expect(interval.lower == percentile(0.025, of: values))
        #expect(interval.upper == percentile(0.975, of: values))
        #expect(interval.lower < interval.upper)
    }
}
