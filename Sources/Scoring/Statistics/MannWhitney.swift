#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether numbers of one sample tend to be larger than those of another (Mann and Whitney 1947).
///
/// Equal numbers share their ranks. The p value is two-sided and found as SciPy's `mannwhitneyu` does by
/// default: exactly where a sample has 8 numbers or fewer and no two numbers are equal, else by the normal
/// distribution with the variance corrected for ties and with a continuity correction. Otherwise than there,
/// a sample of more than ``mostForExact`` numbers is never compared exactly.
package struct MannWhitney: Sendable, Equatable {
    /// How many pairs of a number of each sample have the first one larger, equal ones counting half.
    package let statistic: Double
    /// 0...1; 1 where all numbers are equal.
    package let pValue: Double

    /// The exact distribution for one more number takes megabytes and much time.
    static let mostForExact = 500

    /// Compares two samples; nil if either is empty.
    ///
    /// - Parameters:
    ///   - first: Numbers in ascending order, none NaN.
    ///   - second: The same.
    package init?(sorted first: [Double], _ second: [Double]) {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let n = first.count, m = second.count
        var rankSum = 0.0
        var ties = 0.0
        var i = 0, j = 0
        while i < n || j < m {
            let value = i < n && (j == m || first[i] <= second[j]) ? first[i] : second[j]
            let before = i + j
            var own = 0
            while i < n, first[i] == value { (i, own) = (i + 1, own + 1) }
            while j < m, second[j] == value { j += 1 }
            let count = i + j - before
            // The ranks before + 1 ... before + count, shared.
            rankSum += Double(own) * (Double(before) + Double(count + 1) / 2)
            let size = Double(count)
            ties += size * size * size - size
        }
        statistic = rankSum - Double(n) * Double(n + 1) / 2
        let larger = max(statistic, Double(n) * Double(m) - statistic)
        let tail =
            min(n, m) <= 8 && max(n, m) <= Self.mostForExact && ties == 0
            ? Self.exactTail(Int(larger), n, m)
            : Self.normalTail(larger, n, m, ties: ties)
        pValue = min(1, max(0, 2 * tail))
    }

    /// The chance of at least this statistic, by the normal distribution.
    private static func normalTail(_ statistic: Double, _ n: Int, _ m: Int, ties: Double) -> Double
    {
        let product = Double(n) * Double(m), all = Double(n + m)
        let variance = product / 12 * (all + 1 - ties / (all * (all - 1)))
        guard variance > 0 else { return 1 }
        return 0.5 * erfc((statistic - product / 2 - 0.5) / (2 * variance).squareRoot())
    }

    /// The chance of at least this statistic where every order of the numbers is as likely.
    ///
    /// The largest number is of the first sample with chance n / (n + m) and then larger than all m of the
    /// second; takes n² m² steps at most, few because one sample is small and the other not large.
    private static func exactTail(_ statistic: Int, _ n: Int, _ m: Int) -> Double {
        // The statistic's distribution is the same with the samples changed over.
        let small = min(n, m), large = max(n, m)
        // chances[b][u]: of a numbers of the small sample, b of the large one.
        var chances = [[Double]](repeating: [1], count: large + 1)
        for a in 1...small {
            var next: [[Double]] = [[1]]
            for b in 1...large {
                var own = [Double](repeating: 0, count: a * b + 1)
                let share = Double(a) / Double(a + b)
                for (u, chance) in chances[b].enumerated() { own[u + b] += share * chance }
                for (u, chance) in next[b - 1].enumerated() { own[u] += (1 - share) * chance }
                next.append(own)
            }
            chances = next
        }
        // From the rarest up, so that nothing is lost.
        return chances[large].dropFirst(statistic).reversed().reduce(0, +)
    }
}
