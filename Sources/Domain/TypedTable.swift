/// A table whose columns are texts or numbers, on which a ``TableQuery`` can be executed.
///
/// Gives what WikiSQL's `lib/dbengine.py` gets of SQLite, over cells in lower case as its databases
/// have them. Texts are compared by their bytes. In a column of numbers a cell that is none stays a
/// text, which is greater than every number. The values of a query are put into lower case, and those
/// for a column of numbers are made numbers: without commas, else the first number in them.
package struct TypedTable: Sendable {
    /// What a column holds.
    package enum ColumnType: String, Sendable {
        case text, real
    }

    package let types: [ColumnType]
    /// Row by row.
    private let rows: [[QueryValue]]

    /// Makes a table for queries.
    ///
    /// - Parameters:
    ///   - table: The cells as they are written.
    ///   - types: One for each column; columns beyond them are texts.
    package init(_ table: Table, _ types: [ColumnType]) {
        let types = table.header.indices.map { $0 < types.count ? types[$0] : .text }
        self.types = types
        rows = table.rows.map { row in
            row.enumerated().map { index, cell in
                let text = cell.lowercased()
                guard types[index] == .real, let number = NumberText(text).whole else {
                    return .text(text)
                }
                return .number(number)
            }
        }
    }

    /// Executes a query.
    ///
    /// Where a query has several conditions on one column, all are held against the last one's value:
    /// the reference names its parameters by their columns.
    ///
    /// - Returns: The selected cells in the order of their rows, or the one value that they aggregate
    ///   to; for no cells, a count of 0 and null for the rest.
    /// - Throws: ``TableQueryError`` for a column or operator that there is not, and a value that has
    ///   no number for a column of numbers.
    package func execute(_ query: TableQuery) throws(TableQueryError) -> [QueryValue] {
        try check(query.column)
        var values: [Int: QueryValue] = [:]
        for condition in query.conditions {
            try check(condition.column)
            guard condition.comparison != .other else { throw .comparison }
            values[condition.column] = try value(condition)
        }
        let cells = rows.filter { row in
            query.conditions.allSatisfy { condition in
                row[condition.column].satisfies(
                    condition.comparison,
                    values[condition.column] ?? .null
                )
            }
        }.map { $0[query.column] }
        return aggregate(cells, query.aggregation)
    }

    private func check(_ column: Int) throws(TableQueryError) {
        guard types.indices.contains(column) else {
            throw .column(found: column, columns: types.count)
        }
    }

    /// What the cells of a condition's column are compared with.
    private func value(_ condition: TableQuery.Condition) throws(TableQueryError) -> QueryValue {
        switch (types[condition.column], condition.value) {
        case (.text, .null): return .null
        case (.text, let value):
            // A truth value is a number to SQL.
            if case .bool(let bool) = value { return .text(bool ? "1" : "0") }
            return .text(value.queryText.lowercased())
        case (.real, .bool(let bool)): return .number(bool ? 1 : 0)
        case (.real, .integer), (.real, .number): return .number(condition.value.number ?? 0)
        case (.real, let value):
            let text = value.string?.lowercased() ?? ""
            let plain = text.filter { $0 != "," }
            // Python reads these words too; what is no number is nothing to SQL.
            if ["inf", "infinity", "+inf", "+infinity"].contains(plain) {
                return .number(.infinity)
            }
            if ["-inf", "-infinity"].contains(plain) { return .number(-.infinity) }
            if plain == "nan" { return .null }
            if let number = NumberText(plain).whole ?? NumberText(text).first {
                return .number(number)
            }
            throw .number(found: text)
        }
    }

    private func aggregate(
        _ cells: [QueryValue],
        _ aggregation: TableQuery.Aggregation
    ) -> [QueryValue] {
        switch aggregation {
        case .none: return cells
        case .count: return [.number(Double(cells.count))]
        case .max:
            return [cells.dropFirst().reduce(cells.first ?? .null) { $0.precedes($1) ? $1 : $0 }]
        case .min:
            return [cells.dropFirst().reduce(cells.first ?? .null) { $1.precedes($0) ? $1 : $0 }]
        case .sum, .average:
            guard !cells.isEmpty else { return [.null] }
            let sum = cells.reduce(0) { $0 + $1.worth }
            return [.number(aggregation == .sum ? sum : sum / Double(cells.count))]
        }
    }
}

/// A value that a query meets or gives.
package enum QueryValue: Sendable, Equatable {
    case null
    case number(Double)
    case text(String)

    /// The text itself, a number without needless digits, or `NULL`.
    package var text: String {
        switch self {
        case .null: "NULL"
        case .number(let number): JSONValue.number(number).text
        case .text(let text): text
        }
    }

    /// What a sum takes it for: of a text, the number that it begins with, else 0.
    fileprivate var worth: Double {
        switch self {
        case .null: 0
        case .number(let number): number
        case .text(let text): NumberText(text).prefix ?? 0
        }
    }

    /// Null before numbers before texts; texts by their bytes.
    fileprivate func precedes(_ other: QueryValue) -> Bool {
        switch (self, other) {
        case (.number(let a), .number(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .number: 1
        case .text: 2
        }
    }

    /// Whether it stands to a value as a condition says; nothing does to null.
    fileprivate func satisfies(_ comparison: TableQuery.Operator, _ value: QueryValue) -> Bool {
        guard self != .null, value != .null else { return false }
        switch comparison {
        case .equal: return !precedes(value) && !value.precedes(self)
        case .greater: return value.precedes(self)
        case .less: return precedes(value)
        case .other: return false
        }
    }
}

/// Why a query cannot be executed.
package enum TableQueryError: Error, Equatable, CustomStringConvertible {
    case column(found: Int, columns: Int)
    case comparison
    case number(found: String)

    package var description: String {
        switch self {
        case .column(let found, let columns):
            "it names column \(found) of a table with \(columns) columns, which count from 0"
        case .comparison: "its operator 3 (OP) stands for no comparison; 0 is =, 1 is >, 2 is <"
        case .number(let found):
            "it compares a column of numbers with '\(found)', in which there is no number"
        }
    }
}

/// Decimal numbers in a text.
private struct NumberText {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The text as a number, white space around it or not; nil if it is none.
    var whole: Double? {
        guard let (number, end) = number(at: start), bytes[end...].allSatisfy(Self.isSpace) else {
            return nil
        }
        return number
    }

    /// The number that the text begins with; nil if it begins with none.
    var prefix: Double? { number(at: start)?.value }

    /// The first digits in the text, with a sign and a fraction if there is a fraction; nil without
    /// digits.
    var first: Double? {
        for place in bytes.indices {
            var end = place
            if isSign(end) { end += 1 }
            end = digits(from: end)
            if end < bytes.count, bytes[end] == UInt8(ascii: "."), isDigit(end + 1) {
                return value(place..<digits(from: end + 1))
            }
            if isDigit(place) { return value(place..<digits(from: place)) }
        }
        return nil
    }

    private var start: Int { bytes.firstIndex { !Self.isSpace($0) } ?? bytes.count }

    /// Sign, digits with a point among them or not, exponent; and where it ends.
    private func number(at start: Int) -> (value: Double, end: Int)? {
        let first = isSign(start) ? start + 1 : start
        var end = digits(from: first)
        var count = end - first
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            let fraction = digits(from: end + 1)
            count += fraction - end - 1
            if count > 0 { end = fraction }
        }
        guard count > 0 else { return nil }
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            let power = isSign(end + 1) ? end + 2 : end + 1
            if isDigit(power) { end = digits(from: power) }
        }
        return value(start..<end).map { ($0, end) }
    }

    private func digits(from start: Int) -> Int {
        var end = start
        while isDigit(end) { end += 1 }
        return end
    }

    private func isDigit(_ place: Int) -> Bool {
        place < bytes.count
            && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place])
    }

    private func isSign(_ place: Int) -> Bool {
        place < bytes.count && [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[place])
    }

    /// Reads what is known to be a number; Swift wants digits on both sides of a point.
    private func value(_ range: Range<Int>) -> Double? {
        var text = ""
        for place in range {
            let isPoint = bytes[place] == UInt8(ascii: ".")
            if isPoint, place == range.lowerBound || !isDigit(place - 1) { text += "0" }
            text.unicodeScalars.append(Unicode.Scalar(bytes[place]))
            if isPoint, !isDigit(place + 1) { text += "0" }
        }
        return Double(text)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
}
