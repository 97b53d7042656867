/// A number that is reported: a metric's value over some examples, with its interval.
package struct Figure: Sendable, Equatable {
    /// Nil where the metric is undefined on these examples.
    package var value: Double?
    /// The 95 % interval; nil where it is undefined or where n is too small to say.
    package var interval: Interval?
    /// Examples scored.
    package var count: Int
    /// Examples for which the model gave no answer; they are in no value.
    package var failures: Int

    package init(value: Double?, interval: Interval?, count: Int, failures: Int) {
        self.value = value
        self.interval = interval
        self.count = count
        self.failures = failures
    }

    /// A 95 % confidence interval and how it was found.
    package struct Interval: Sendable, Equatable {
        package var lower: Double
        package var upper: Double
        package var method: Method

        package init(lower: Double, upper: Double, method: Method) {
            self.lower = lower
            self.upper = upper
            self.method = method
        }
    }

    /// How an interval was found.
    package enum Method: String, Sendable, CaseIterable {
        /// Wilson's score interval for a proportion (Wilson 1927).
        case wilson
        /// The percentile bootstrap over stored tallies (Efron 1979), seeded.
        case bootstrap
    }
}
