import Foundation
import TestSupport
import Testing

@testable import Domain

@Suite("Queries over tables give what SQLite gives under WikiSQL's rules")
struct TableQueryTests {
    private static let table = TypedTable(
        Table(
            header: ["Town", "People", "Note"],
            rows: [
                ["Arden", "1200", "Port"], ["Vale", "800.5", "inland"], ["Brim", "", "port"],
            ]
        ),
        [.text, .real, .text]
    )

    private func run(_ query: String) throws -> [String] {
        try Self.table.execute(TableQuery(parsing: query)).map(\.text)
    }

    @Test(arguments: [
        (#"{"sel": 0, "agg": 0, "conds": []}"#, ["arden", "vale", "brim"]),
        (#"{"sel": 0, "agg": 0, "conds": [[2, 0, "PORT"]]}"#, ["arden", "brim"]),
        (#"{"sel": 0, "agg": 0, "conds": [[1, 2, "1,000"]]}"#, ["vale"]),
        // A cell without a number is greater than every number.
        (#"{"sel": 0, "agg": 0, "conds": [[1, 1, "about 1000 people"]]}"#, ["arden", "brim"]),
        (#"{"sel": 0, "agg": 3, "conds": [[2, 0, "harbour"]]}"#, ["0"]),
        (#"{"sel": 0, "agg": 1, "conds": [[2, 0, "harbour"]]}"#, ["NULL"]),
        (#"{"sel": 1, "agg": 4, "conds": [[2, 0, "inland"]]}"#, ["800.5"]),
        (#"{"sel": 1, "agg": 5, "conds": []}"#, ["666.8333333333334"]),
        (#"{"sel": 1, "agg": 2, "conds": []}"#, ["800.5"]),
        (#"{"sel": 0, "agg": 1, "conds": []}"#, ["vale"]),
        (#"{"query": {"sel": 0, "agg": 0, "conds": [[0, 1, "b"]]}}"#, ["vale", "brim"]),
        (#"{"sel": 0, "agg": 0, "conds": [[0, 0, null]]}"#, []),
        // Two conditions on a column are held against the last one's value.
        (#"{"sel": 1, "agg": 0, "conds": [[1, 1, 5], [1, 2, 1000]]}"#, []),
    ])
    func gives(query: String, expected: [String]) throws {
        #expect(try run(query) == expected)
    }

    @Test(arguments: [
        (#"{"sel": 3, "agg": 0, "conds": []}"#, "it names column 3 of a table with 3 columns"),
        (#"{"sel": 0, "agg": 0, "conds": [[-1, 0, "x"]]}"#, "it names column -1"),
        (#"{"sel": 0, "agg": 0, "conds": [[0, 3, "x"]]}"#, "operator 3 (OP) stands for no"),
        (#"{"sel": 0, "agg": 0, "conds": [[1, 0, "few"]]}"#, "'few', in which there is no number"),
        (#"{"sel": 0, "agg": 6, "conds": []}"#, #"expected {"sel": column"#),
        (#"{"sel": 0, "agg": 0, "conds": [[0, 0]]}"#, "expected a condition"),
        ("SELECT Town", "not valid JSON"),
    ])
    func refuses(query: String, reason: String) {
        let error = #expect(throws: (any Error).self) { try run(query) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(reason), "\(String(describing: error))")
    }

    /// Random tables and queries with what `Tests/Fixtures/scoring/table_queries.py` got of SQLite.
    @Test func agreesWithSQLite() throws {
        let file = URL(filePath: RepositoryPaths.fixtures + "/scoring/table-queries.json")
        let root = try JSONValue(parsing: Array(Data(contentsOf: file)))
        var count = 0, refused = 0
        for part in try #require(root["cases"]?.array) {
            let types = try #require(part["types"]?.strings).compactMap(
                TypedTable.ColumnType.init(rawValue:)
            )
            let rows = part["rows"]?.array?.compactMap(\.strings) ?? []
            let table = TypedTable(Table(header: types.map(\.rawValue), rows: rows), types)
            for check in part["checks"]?.array ?? [] {
                let query = try #require(check.array?[0])
                let found = Result { try table.execute(TableQuery(json: query)) }
                count += 1
                guard let expected = check.array?[1].array else {
                    refused += 1
                    #expect(throws: (any Error).self, "\(query.text)") { try found.get() }
                    continue
                }
                let values = try found.get()
                #expect(
                    values.count == expected.count
                        && zip(values, expected).allSatisfy(Self.isSame),
                    "\(query.text) over \(part["rows"]?.text ?? ""): \(values), not \(expected)"
                )
            }
        }
        #expect(count == 480 && refused > 20)
    }

    private static func isSame(_ found: QueryValue, _ expected: JSONValue) -> Bool {
        switch found {
        case .null: expected == .null
        case .text(let text): expected.string.map { $0.utf8.elementsEqual(text.utf8) } ?? false
        // SQLite sums with compensation.
        case .number(let number):
            expected.number.map { abs($0 - number) <= 1e-12 * max(1, abs($0)) } ?? false
        }
    }

    @Test(arguments: [
        (#"{"sel": 0, "agg": 0, "conds": [[0, 0, "A"], [1, 1, 5]]}"#, true),
        (#"{"sel": 0, "agg": 0, "conds": [[1, 1, "5"], [0, 0, "a"], [0, 0, "A"]]}"#, true),
        (#"{"sel": 0, "agg": 0, "conds": [[1, 1, 5.0], [0, 0, "a"]]}"#, false),
        (#"{"sel": 0, "agg": 0, "conds": [[0, 0, "A"]]}"#, false),
        (#"{"sel": 1, "agg": 0, "conds": [[0, 0, "A"], [1, 1, 5]]}"#, false),
        (#"{"sel": 0, "agg": 3, "conds": [[0, 0, "A"], [1, 1, 5]]}"#, false),
    ])
    func formsAreSetsOfConditions(query: String, isSame: Bool) throws {
        let other = try TableQuery(parsing: #"{"sel":0,"agg":0,"conds":[[0,0,"a"],[1,1,"5"]]}"#)
        let query = try TableQuery(parsing: query)
        #expect(query.hasForm(of: other) == isSame)
        #expect(try TableQuery(parsing: query.text).hasForm(of: query))
    }
}
