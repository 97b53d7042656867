import Domain

/// How often each rank occurs.
package struct RankTally: MetricTally {
    package private(set) var counts: [Int: Int]

    /// One query.
    package init(rank: Int) {
        counts = [rank: 1]
    }

    private init(counts: [Int: Int]) {
        self.counts = counts
    }

    package static let zero = RankTally(counts: [:])

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (rank, count) in other.counts { counts[rank, default: 0] += count * times }
    }

    /// The rank in the middle, between two ranks halfway; nil without any.
    package var median: Double? {
        Self.median(counts.sorted { $0.key < $1.key }.map { (rank: $0.key, count: $0.value) })
    }

    private static func median(_ counts: [(rank: Int, count: Int)]) -> Double? {
        let total = counts.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        var seen = 0
        var lower: Int?
        for (rank, count) in counts where count > 0 {
            seen += count
            if lower == nil, 2 * seen >= total { lower = rank }
            if let lower, 2 * seen > total { return Double(lower + rank) / 2 }
        }
        return nil
    }

    /// A function from how often each of these tallies occurs to the median of their sum.
    ///
    /// Sorts once.
    static func medians(of tallies: [RankTally]) -> ([Int]) -> Double? {
        let ranks = Set(tallies.flatMap(\.counts.keys)).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(ranks, ranks.indices))
        let parts = tallies.enumerated().flatMap { index, tally in
            tally.counts.map { (tally: index, place: places[$0.key] ?? 0, count: $0.value) }
        }
        return { times in
            var counts = ranks.map { (rank: $0, count: 0) }
            for part in parts { counts[part.place].count += part.count * times[part.tally] }
            return median(counts)
        }
    }

    /// `[[rank,count], ...]`, by rank.
    package var stored: String {
        let rows = counts.sorted { $0.key < $1.key }.map { "[\($0.key),\($0.value)]" }
        return "[\(rows.joined(separator: ","))]"
    }

    package init?(stored: String) {
        guard let rows = (try? JSONValue(parsing: stored))?.array else { return nil }
        counts = [:]
        for row in rows {
            guard let numbers = row.array?.compactMap(\.integer), numbers.count == 2,
                numbers[0] >= 0, numbers[1] > 0
            else { return nil }
            counts[numbers[0], default: 0] += numbers[1]
        }
    }
}
