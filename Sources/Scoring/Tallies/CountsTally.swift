import Domain

/// Sums of some counts over examples, and how many examples there were.
package struct CountsTally: ColumnTally {
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

    /// The examples, and then the counts.
    package var columns: [Int128] { [Int128(examples)] + counts.map { Int128($0) } }

    package init(columns: [Int128]) {
        // No examples have no counts.
        self.init(
            counts: columns[0] > 0 ? columns.dropFirst().map { Int($0) } : [],
            examples: Int(columns[0])
        )
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
