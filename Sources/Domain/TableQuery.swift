/// A query in WikiSQL's form: a column, an aggregation over it, and conditions that all hold.
///
/// As JSON `{"sel": 2, "agg": 3, "conds": [[0, 0, "lyon"], [1, 1, 1000]]}`: columns from 0,
/// aggregations and operators by their place in the lists below.
///
/// Source: Zhong, Xiong and Socher 2017; the repository salesforce/WikiSQL, `lib/query.py`.
package struct TableQuery: Sendable, Equatable {
    /// What is made of the selected cells, in WikiSQL's order.
    package enum Aggregation: String, Sendable, CaseIterable {
        case none = "NONE", max = "MAX", min = "MIN", count = "COUNT", sum = "SUM",
            average = "AVG"
    }

    /// How a cell is compared, in WikiSQL's order; `OP` is in the list but stands for nothing.
    package enum Operator: String, Sendable, CaseIterable {
        case equal = "=", greater = ">", less = "<", other = "OP"
    }

    package struct Condition: Sendable, Equatable {
        package var column: Int
        package var comparison: Operator
        /// A text, a number, or null.
        package var value: JSONValue

        package init(_ column: Int, _ comparison: Operator, _ value: JSONValue) {
            self.column = column
            self.comparison = comparison
            self.value = value
        }
    }

    package var column: Int
    package var aggregation: Aggregation
    package var conditions: [Condition]

    package init(column: Int, aggregation: Aggregation, conditions: [Condition]) {
        self.column = column
        self.aggregation = aggregation
        self.conditions = conditions
    }

    /// Reads the JSON form, alone or as the member `query` or `sql` of an object.
    ///
    /// - Throws: ``JSONError/unexpected(expected:found:)``.
    package init(json: JSONValue) throws(JSONError) {
        let json = json["query"] ?? json["sql"] ?? json
        guard let column = json["sel"]?.integer, let conditions = json["conds"]?.array,
            let place = json["agg"]?.integer, Aggregation.allCases.indices.contains(place)
        else {
            throw .unexpected(
                expected: #"{"sel": column, "agg": 0 to 5, "conds": [...]}"#,
                found: String(json.text.prefix(80))
            )
        }
        self.column = column
        aggregation = Aggregation.allCases[place]
        self.conditions = []
        for condition in conditions {
            let parts = condition.array ?? []
            guard parts.count == 3, let column = parts[0].integer, let place = parts[1].integer,
                Operator.allCases.indices.contains(place), parts[2].array == nil,
                parts[2].object == nil
            else {
                throw .unexpected(
                    expected: "a condition [column, 0 to 3, value]",
                    found: String(condition.text.prefix(80))
                )
            }
            self.conditions.append(Condition(column, Operator.allCases[place], parts[2]))
        }
    }

    /// Reads the JSON form.
    ///
    /// - Throws: ``JSONError``.
    package init(parsing text: String) throws(JSONError) {
        try self.init(json: JSONValue(parsing: text))
    }

    /// The JSON form, in which a number keeps its point: 5.0 is not the text of 5.
    package var text: String {
        let conditions = conditions.map { condition in
            let place = Operator.allCases.firstIndex(of: condition.comparison) ?? 0
            var value = condition.value.text
            if case .number(let number) = condition.value, number.isFinite { value = "\(number)" }
            return "[\(condition.column),\(place),\(value)]"
        }.joined(separator: ",")
        let place = Aggregation.allCases.firstIndex(of: aggregation) ?? 0
        return #"{"agg":\#(place),"conds":[\#(conditions)],"sel":\#(column)}"#
    }

    /// Whether two queries say the same: column, aggregation, and the set of conditions, whose values
    /// are compared as texts in lower case.
    ///
    /// The numbers 5 and 5.0 are two texts, as in the reference.
    package func hasForm(of other: TableQuery) -> Bool {
        column == other.column && aggregation == other.aggregation
            && Set(conditions.map(\.form)) == Set(other.conditions.map(\.form))
    }
}

extension TableQuery.Condition {
    /// What is compared of it; the value's bytes, since equal letters may be spelled in two ways.
    fileprivate var form: [[UInt8]] {
        [
            Array(String(column).utf8), Array(comparison.rawValue.utf8),
            Array(value.queryText.lowercased().utf8),
        ]
    }
}

extension JSONValue {
    /// The value as Python and SQL write it: a fraction keeps its point (`5.0`).
    var queryText: String {
        switch self {
        case .number(let number): "\(number)"
        case .bool(let bool): bool ? "True" : "False"
        case .null: "None"
        default: plain
        }
    }
}
