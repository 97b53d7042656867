import Domain

/// How often words stand in one text with words of each of some groups.
package struct CooccurrenceTally: MetricTally {
    /// A count for each group, by the word; only of words that have one.
    package private(set) var counts: [String: [Int]]

    package static let zero = CooccurrenceTally(counts: [:])

    private init(counts: [String: [Int]]) {
        self.counts = counts
    }

    /// Counts a word together with so many words of each group.
    mutating func add(_ word: String, _ groups: [Int], times: Int = 1) {
        var sums = counts[word] ?? [Int](repeating: 0, count: groups.count)
        for index in sums.indices { sums[index] += groups[index] * times }
        counts[word] = sums
    }

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (word, groups) in other.counts { add(word, groups, times: times) }
    }

    /// `{"word":[count, ...], ...}`.
    package var stored: String {
        JSONValue.object(counts.mapValues { .array($0.map(JSONValue.integer)) }).text
    }

    package init?(stored: String) {
        guard let members = (try? JSONValue(parsing: stored))?.object else { return nil }
        counts = [:]
        for (word, value) in members {
            guard let groups = StoredNumbers.read(value.text), !groups.isEmpty else { return nil }
            counts[word] = groups
        }
        guard Set(counts.values.map(\.count)).count <= 1 else { return nil }
    }
}
