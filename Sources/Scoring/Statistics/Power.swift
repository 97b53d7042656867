/// How many examples a comparison needs, and what a number of examples can show, by the normal
/// approximation.
package struct Power: Sendable, Equatable {
    /// The chance of seeing a difference that is none.
    package var significance = 0.05
    /// The chance of seeing a difference that is there.
    package var power = 0.8

    package init(significance: Double = 0.05, power: Double = 0.8) {
        self.significance = significance
        self.power = power
    }

    private var quantiles: (alpha: Double, beta: Double) {
        (
            Distributions.normalQuantile(1 - significance / 2), Distributions.normalQuantile(power)
        )
    }

    /// The paired examples that show a mean difference, the differences having the spread: ((z + z') σ /
    /// δ)², rounded up (Miller 2024, equation 9).
    ///
    /// - Returns: Nil for a difference of 0.
    package func examples(difference: Double, spread: Double) -> Int? {
        guard difference != 0, spread.isFinite else { return nil }
        let (alpha, beta) = quantiles
        let root = (alpha + beta) * spread / difference
        return Self.whole(root * root)
    }

    /// The smallest mean difference that so many paired examples show.
    package func difference(examples: Int, spread: Double) -> Double? {
        guard examples > 0 else { return nil }
        let (alpha, beta) = quantiles
        return (alpha + beta) * spread / Double(examples).squareRoot()
    }

    /// The examples that show a difference of two systems that are right or wrong, from the shares that
    /// only one of them has right (Connor 1987).
    ///
    /// - Returns: Nil where the two shares are the same.
    package func examples(firstAlone: Double, secondAlone: Double) -> Int? {
        let difference = abs(firstAlone - secondAlone)
        let discordant = firstAlone + secondAlone
        guard difference > 0 else { return nil }
        let (alpha, beta) = quantiles
        let root =
            alpha * discordant.squareRoot()
            + beta * max(0, discordant - difference * difference).squareRoot()
        return Self.whole(root * root / (difference * difference))
    }

    /// The smallest difference of two such systems that so many examples show, where they differ on a
    /// share of them.
    ///
    /// - Returns: Nil where not even a difference of the whole share would be seen.
    package func difference(examples: Int, discordant: Double) -> Double? {
        func needed(_ difference: Double) -> Int? {
            self.examples(
                firstAlone: (discordant + difference) / 2,
                secondAlone: (discordant - difference) / 2
            )
        }
        guard discordant > 0, let most = needed(discordant), most <= examples else { return nil }
        var low = 0.0, high = discordant
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if let count = needed(middle), count <= examples { high = middle } else { low = middle }
        }
        return high
    }

    private static func whole(_ number: Double) -> Int? {
        number < 1e15 ? Int(number.rounded(.up)) : nil
    }
}
