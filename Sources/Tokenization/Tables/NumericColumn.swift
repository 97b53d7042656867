/// The values of a column whose cells are mostly numbers, or mostly dates.
///
/// Source: transformers 4.49, `tokenization_tapas.py`, `_consolidate_numeric_values` and
/// `_get_numeric_column_ranks`.
package struct NumericColumn: Sendable, Equatable {
    /// How many of a column's cells must have a value of one kind.
    package static let leastShare = 0.7

    /// The value of each row; nil where a cell has none of the column's kind.
    package let values: [NumericValue?]
    private let isDate: Bool

    /// Settles on one kind of value: the one that more cells have, dates if both have as many.
    ///
    /// Nil if fewer than ``leastShare`` of the cells have a value of that kind, or none.
    ///
    /// - Parameter cells: All values of each cell, in the order of its text.
    package init?(cells: [[NumericValue]]) {
        let dates = cells.count { $0.contains(where: \.isDate) }
        let numbers = cells.count { $0.contains { !$0.isDate } }
        let most = max(dates, numbers)
        guard most > 0, Double(most) >= Double(cells.count) * Self.leastShare else { return nil }
        let isDate = dates >= numbers
        self.isDate = isDate
        values = cells.map { $0.first { $0.isDate == isDate } }
    }

    /// How cells compare with each other.
    package struct Ranks: Sendable, Equatable {
        /// 1 for the lowest value, equal values sharing a rank; 0 for a cell without a value.
        package var ascending: [Int]
        /// 1 for the highest value.
        package var descending: [Int]
    }

    /// The ranks of the rows; nil if the dates have no part in common.
    package var ranks: Ranks? {
        guard let keys = keys(with: nil)?.cells else { return nil }
        let distinct = Set(keys.compactMap { $0 }).sorted()
        let places = Dictionary(
            uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) }
        )
        let ranks = keys.map { key in key.flatMap { places[$0] } }
        return Ranks(
            ascending: ranks.map { $0.map { $0 + 1 } ?? 0 },
            descending: ranks.map { $0.map { distinct.count - $0 } ?? 0 }
        )
    }

    /// How a value of the question compares with each row, as a set of bits.
    ///
    /// - Returns: 1 where they are equal, 2 where the value is less than the cell's, 4 where it is
    ///   greater, 0 where the cell has none; nil if they cannot be compared.
    package func relations(of value: NumericValue) -> [Int]? {
        guard value.isDate == isDate, let (cells, key) = keys(with: value), let key else {
            return nil
        }
        return cells.map { cell in
            guard let cell else { return 0 }
            return key == cell ? 1 : key < cell ? 2 : 4
        }
    }

    /// The values as numbers that compare as they do: dates by the parts that all of them have.
    private func keys(with other: NumericValue?) -> (cells: [Double?], other: Double?)? {
        guard isDate else {
            return (values.map { $0.map(Self.number) }, other.map(Self.number))
        }
        var common = (year: true, month: true, day: true)
        for case .date(let year, let month, let day)? in values + [other] {
            common.year = common.year && year != nil
            common.month = common.month && month != nil
            common.day = common.day && day != nil
        }
        guard common.year || common.month || common.day else { return nil }
        let key = { (value: NumericValue) -> Double in
            guard case .date(let year, let month, let day) = value else { return 0 }
            let parts = [
                common.year ? year : nil, common.month ? month : nil, common.day ? day : nil,
            ]
            return Double(parts.reduce(0) { $0 * 100 + ($1 ?? 0) })
        }
        return (values.map { $0.map(key) }, other.map(key))
    }

    private static func number(_ value: NumericValue) -> Double {
        guard case .number(let number) = value else { return 0 }
        return number
    }
}
