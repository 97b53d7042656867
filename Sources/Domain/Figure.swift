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
    /// Of the value; nil where it is undefined or where n is too small to say.
    package var standardError: Double?
    /// How many clusters the examples are of, such as speakers; nil where they are taken to be
    /// independent.
    package var clusters: Int?
    /// What people should know of the value: between which groups it is, that there are too few examples,
    /// which examples it leaves out, why there is none, that a word list judged.
    package var note: String?

    package init(
        value: Double?,
        interval: Interval?,
        count: Int,
        failures: Int,
        standardError: Double? = nil,
        clusters: Int? = nil,
        note: String? = nil
    ) {
        self.value = value
        self.interval = interval
        self.count = count
        self.failures = failures
        self.standardError = standardError
        self.clusters = clusters
        self.note = note
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
        /// The mean and its standard error, by Student's t with n - 1 degrees of freedom.
        case student
        /// The percentile bootstrap over stored tallies (Efron 1979), seeded.
        case bootstrap
        /// The same, where whole clusters are drawn, such as all utterances of a speaker.
        case clusterBootstrap
        /// The same for a difference of two systems, or two conditions, over the same examples.
        case pairedBootstrap
        /// An estimate and its standard error, by the normal distribution (Wald 1943).
        case wald
    }
}
