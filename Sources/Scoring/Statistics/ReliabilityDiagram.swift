/// How often a model is right in each stretch of its confidence: the data of a reliability diagram.
package struct ReliabilityDiagram: Sendable, Equatable {
    /// A bar of the diagram.
    package struct Bar: Sendable, Equatable {
        /// The confidences that it covers: above `lower`, at most `upper`.
        package let lower: Double
        package let upper: Double
        package let count: Int
        /// The mean confidence.
        package let confidence: Double
        /// The share that is right.
        package let accuracy: Double
    }

    /// Bars with examples, from the lowest confidence up.
    package let bars: [Bar]

    /// The diagram of summed tallies of ``ExpectedCalibrationError``.
    ///
    /// - Parameters:
    ///   - total: Its bins are bars.
    ///   - bins: How many bins of equal width there are, empty ones included.
    package init(_ total: CalibrationTally, bins: Int) {
        bars = total.bins.map { bin in
            Bar(
                lower: Double(bin.index) / Double(bins),
                upper: Double(bin.index + 1) / Double(bins),
                count: bin.count,
                confidence: Double(bin.confidence) / Double(CalibrationTally.unit)
                    / Double(bin.count),
                accuracy: Double(bin.correct) / Double(bin.count)
            )
        }
    }
}
