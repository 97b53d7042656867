/// A tally of some whole numbers, each of which is summed by itself.
///
/// A bootstrap over such tallies adds columns of numbers and makes a tally only of each replicate's sums,
/// so that its time does not depend on how many examples are alike.
package protocol ColumnTally: MetricTally {
    /// The numbers, of each of which there is a column. A shorter list than those of other tallies
    /// is one that ends in zeros.
    var columns: [Int128] { get }
    /// The tally whose ``columns`` these are.
    init(columns: [Int128])
}

/// Tallies as columns of whole numbers, and what a metric makes of the columns' sums.
package struct TallyColumns {
    /// Each column has a number for each tally.
    package let columns: [[Int128]]
    package let value: ([Int128]) -> Double?

    init<Tally: ColumnTally>(_ tallies: [Tally], value: @escaping (Tally) -> Double?) {
        let rows = tallies.map(\.columns)
        let width = rows.map(\.count).max() ?? 0
        columns = (0..<width).map { column in
            rows.map { column < $0.count ? $0[column] : 0 }
        }
        self.value = { value($0.isEmpty ? .zero : Tally(columns: $0)) }
    }
}

extension Metric where Tally: ColumnTally {
    package func columns(of tallies: [Tally]) -> TallyColumns? {
        TallyColumns(tallies) { value($0) }
    }

    package func reader(of tallies: [Tally]) -> ([Int]) -> Double? {
        let table = TallyColumns(tallies) { value($0) }
        return { times in
            table.value(
                table.columns.map { column in
                    var sum: Int128 = 0
                    for (number, times) in zip(column, times) where times > 0 {
                        sum &+= number &* Int128(times)
                    }
                    return sum
                }
            )
        }
    }
}
