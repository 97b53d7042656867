import Domain

/// Sums of some counts over examples, and how many examples there were.
package struct CountsTally: MetricTally {
    /// The sums in the order that the metric gave them; empty for no examples.
    package private(set) var counts: [Int]
    package private(set) var examples: Int

    /// One example's counts.
    package init(_ counts: [Int]) {
        self.init(counts: counts, examples: 1)
    }

    private init(counts: [Int], examples: Int) {
        self.counts = counts
        self.examples = examples
    }

    package static let zero = CountsTally(counts: [], examples: 0)

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        while counts.count < other.counts.count { counts.append(0) }
        for index in other.counts.indices { counts[index] += other.counts[index] * times }
        examples += other.examples * times
    }

    /// A function from how often each of these tallies occurs to what `value` makes of their sum.
    static func reader(
        of tallies: [CountsTally],
        value: @escaping (CountsTally) -> Double?
    ) -> ([Int]) -> Double? {
        let width = tallies.map(\.counts.count).max() ?? 0
        let counts = tallies.flatMap { tally in
            (0..<width).map { $0 < tally.counts.count ? tally.counts[$0] : 0 }
        }
        let examples = tallies.map(\.examples)
        return { times in
            var total = CountsTally(counts: [Int](repeating: 0, count: width), examples: 0)
            for index in examples.indices where times[index] > 0 {
                for column in 0..<width {
                    total.counts[column] += counts[index * width + column] * times[index]
                }
                total.examples += examples[index] * times[index]
            }
            return value(total.examples > 0 ? total : .zero)
        }
    }

    /// `[examples,[count, ...]]`.
    package var stored: String {
        "[\(examples),[\(counts.map(String.init).joined(separator: ","))]]"
    }

    package init?(stored: String) {
        guard let members = (try? JSONValue(parsing: stored))?.array, members.count == 2,
            let examples = members[0].integer, examples >= 0, let values = members[1].array
        else { return nil }
        let counts = values.compactMap(\.integer)
        guard counts.count == values.count, counts.allSatisfy({ $0 >= 0 }),
            (examples == 0) == counts.isEmpty
        else { return nil }
        self.init(counts: counts, examples: examples)
    }
}
