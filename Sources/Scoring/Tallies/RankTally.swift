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
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        var seen = 0
        var lower: Int?
        for (rank, count) in counts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if lower == nil, 2 * seen >= total { lower = rank }
            if let lower, 2 * seen > total { return Double(lower + rank) / 2 }
        }
        return nil
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
