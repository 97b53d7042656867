package import Domain

/// The mean and the spread of a value over repeats that differ in nothing but their seeds.
package struct MeanOfRepeats: Sendable, Equatable {
    package let mean: Double
    /// With n - 1.
    package let standardDeviation: Double
    /// Of the mean.
    package let standardError: Double
    /// The mean's 95 % interval by Student's t with n - 1 degrees of freedom.
    package let interval: Figure.Interval

    /// - Returns: Nil for fewer than two values.
    package init?(_ values: [Double]) {
        guard let summary = PairedDifference(values) else { return nil }
        mean = summary.mean
        standardDeviation = summary.spread
        standardError = summary.standardError
        interval = Figure.Interval(
            lower: summary.interval.lower,
            upper: summary.interval.upper,
            method: .student
        )
    }
}
