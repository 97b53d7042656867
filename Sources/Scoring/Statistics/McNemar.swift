/// Whether two systems are right equally often on the same examples (McNemar 1947).
package struct McNemar: Sendable, Equatable {
    /// Examples that the first system alone has right.
    package let first: Int
    /// Examples that the second system alone has right.
    package let second: Int

    package init(first: Int, second: Int) {
        self.first = first
        self.second = second
    }

    /// (b - c)² / (b + c), without continuity correction; 0 where the systems never differ.
    package var statistic: Double {
        first + second == 0
            ? 0 : Double((first - second) * (first - second)) / Double(first + second)
    }

    /// (|b - c| - 1)² / (b + c), with Edwards' correction; 0 where the systems never differ.
    package var correctedStatistic: Double {
        guard first + second > 0 else { return 0 }
        let off = Double(abs(first - second) - 1)
        return off * off / Double(first + second)
    }

    /// The p value of ``statistic``, 1 where the systems never differ.
    package var asymptotic: Double { Distributions.chiSquareTail(statistic) }

    /// The p value of ``correctedStatistic``.
    package var corrected: Double { Distributions.chiSquareTail(correctedStatistic) }

    /// The exact two-sided p value: twice the chance of so few of the rarer kind among fair coins, at
    /// most 1.
    package var exact: Double {
        min(1, 2 * Distributions.fairCoins(atMost: min(first, second), of: first + second))
    }
}
