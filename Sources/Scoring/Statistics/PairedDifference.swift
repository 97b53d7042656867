/// The mean difference of two systems over the same examples.
package struct PairedDifference: Sendable, Equatable {
    package let count: Int
    /// First less second.
    package let mean: Double
    /// Of the differences, with n - 1.
    package let spread: Double
    /// ``spread`` by √n.
    package var standardError: Double { spread / Double(count).squareRoot() }

    /// - Parameter differences: One number an example; nil for fewer than two.
    package init?(_ differences: [Double]) {
        guard differences.count >= 2 else { return nil }
        let n = Double(differences.count)
        let mean = differences.reduce(0, +) / n
        let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        count = differences.count
        self.mean = mean
        spread = (squares / (n - 1)).squareRoot()
    }

    /// Student's t; infinite where all differences are the same but 0.
    package var t: Double { mean == 0 ? 0 : mean / standardError }

    /// The two-sided p value of Student's paired test.
    package var student: Double {
        t.isFinite ? Distributions.studentTails(t, degrees: Double(count - 1)) : 0
    }

    /// The two-sided p value of the normal approximation.
    package var normal: Double { Distributions.normalTails(t) }

    /// The 95 % interval of the mean difference, by Student's t.
    package var interval: (lower: Double, upper: Double) {
        let reach =
            Distributions.studentTwoSided(0.05, degrees: Double(count - 1)) * standardError
        return (mean - reach, mean + reach)
    }
}
