import Domain

/// How unlikely texts are, and what that is shared among.
package struct LikelihoodTally: MetricTally {
    /// The negative log-likelihood in millionths of a nat, rounded for each text.
    package var millionths: Int
    /// Tokens, words or bytes.
    package var units: Int
    package var texts: Int

    /// The tally of one text.
    package init(logLikelihood: Double, units: Int) {
        // A text that a model finds impossible has no finite share; it counts as 10⁹ nats.
        millionths = Int((min(max(-logLikelihood, 0), 1e9) * 1e6).rounded())
        self.units = units
        texts = 1
    }

    private init(_ millionths: Int, _ units: Int, _ texts: Int) {
        self.millionths = millionths
        self.units = units
        self.texts = texts
    }

    /// Nats a unit; nil without units.
    package var nats: Double? { units == 0 ? nil : Double(millionths) / 1e6 / Double(units) }

    package static let zero = LikelihoodTally(0, 0, 0)

    package mutating func add(_ other: Self, times: Int) {
        millionths += other.millionths * times
        units += other.units * times
        texts += other.texts * times
    }

    /// `[millionths,units,texts]`.
    package var stored: String { "[\(millionths),\(units),\(texts)]" }

    package init?(stored: String) {
        guard let numbers = StoredNumbers.read(stored), numbers.count == 3 else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }
}
