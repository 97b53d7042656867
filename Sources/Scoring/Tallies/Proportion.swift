import Domain

/// Hits among trials: the tally of every metric that is right or wrong about an example.
package struct Proportion: MetricTally {
    package var hits: Int
    package var trials: Int

    package init(hits: Int, trials: Int) {
        self.hits = hits
        self.trials = trials
    }

    /// One trial.
    package init(hit: Bool) {
        self.init(hits: hit ? 1 : 0, trials: 1)
    }

    /// Hits by trials; nil without trials.
    package var share: Double? { trials == 0 ? nil : Double(hits) / Double(trials) }

    /// Of the share, the spread of the trials with n - 1; nil for fewer than two.
    package var standardError: Double? {
        guard let share, trials >= 2 else { return nil }
        return (share * (1 - share) / Double(trials - 1)).squareRoot()
    }

    package static let zero = Proportion(hits: 0, trials: 0)

    package mutating func add(_ other: Self, times: Int) {
        hits += other.hits * times
        trials += other.trials * times
    }

    /// `[hits,trials]`.
    package var stored: String { "[\(hits),\(trials)]" }

    package init?(stored: String) {
        guard let numbers = StoredNumbers.read(stored), numbers.count == 2,
            numbers[0] <= numbers[1]
        else { return nil }
        self.init(hits: numbers[0], trials: numbers[1])
    }
}
