import Domain

/// Sums of some numbers over examples, and how many examples there were: the tally of every metric
/// that is a mean or a ratio of sums.
package struct SumsTally: ColumnTally {
    /// The sums in the order that the metric gave them; empty for no examples.
    private(set) var sums: [ExactSum]
    package private(set) var examples: Int

    /// One example's numbers; none may be NaN.
    package init(_ numbers: [Double]) {
        sums = numbers.map { ExactSum($0) }
        examples = 1
    }

    private init(sums: [ExactSum], examples: Int) {
        self.sums = sums
        self.examples = examples
    }

    package static let zero = SumsTally(sums: [], examples: 0)

    /// A sum; 0 for no examples.
    package subscript(_ index: Int) -> Double { index < sums.count ? sums[index].value : 0 }

    /// The mean of a number over the examples; nil without any.
    package func mean(_ index: Int = 0) -> Double? {
        examples == 0 ? nil : self[index] / Double(examples)
    }

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        while sums.count < other.sums.count { sums.append(ExactSum(units: 0)) }
        for index in other.sums.indices {
            sums[index].units += other.sums[index].units * Int128(times)
        }
        examples += other.examples * times
    }

    /// The examples, and then the sums in units of ``ExactSum``.
    package var columns: [Int128] { [Int128(examples)] + sums.map(\.units) }

    package init(columns: [Int128]) {
        // No examples have no sums.
        self.init(
            sums: columns[0] > 0 ? columns.dropFirst().map(ExactSum.init(units:)) : [],
            examples: Int(columns[0])
        )
    }

    /// `[examples,["1.5", ...]]`: decimal numbers as strings, so that no reader rounds them.
    package var stored: String {
        "[\(examples),[\(sums.map { "\"\($0.text)\"" }.joined(separator: ","))]]"
    }

    package init?(stored: String) {
        guard let members = (try? JSONValue(parsing: stored))?.array, members.count == 2,
            let examples = members[0].integer, examples >= 0, let texts = members[1].strings
        else { return nil }
        let sums = texts.compactMap(ExactSum.init(text:))
        guard sums.count == texts.count, (examples == 0) == sums.isEmpty else { return nil }
        self.init(sums: sums, examples: examples)
    }
}
