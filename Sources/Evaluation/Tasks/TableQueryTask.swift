import Domain
import Storage

/// A table and a question are shown; the model answers with a query, which is executed on the table.
///
/// The answer is JSON in WikiSQL's form, `{"sel": 2, "agg": 0, "conds": [[0, 0, "lyon"]]}`. Metrics of
/// answer values get what it gives on the table, and metrics of texts the query itself. The types of
/// the columns are the example's attribute `types`, as the format `wikisql` gives it; columns of which
/// nothing is said are texts.
struct TableQueryTask: EvaluationTask {
    static let name = "table-query"
    static let summary = "Answers a question about a table with a query in WikiSQL's form."
    static let datasets: Set<DatasetKind> = [.table]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.answers, .text]

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [
            ModelRequest(
                task: Self.name,
                text: try example.requireText("question"),
                medium: try example.requireMedium(.table)
            )
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        if kind == .text { return .each { outputs in .text(outputs.first?.plain ?? "") } }
        return .eachExample { answered, media in
            let medium = try answered.example.requireMedium(.table)
            let table = TypedTable(
                try Table(storedBytes: media.bytes(of: medium)),
                try Self.types(answered.example)
            )
            return .answers(Self.values(answered.outputs.first?.plain ?? "", on: table))
        }
    }

    private static func types(
        _ example: Example
    ) throws(PredictionFailure) -> [TypedTable.ColumnType] {
        guard let stored = example.attributes["types"] else { return [] }
        let names = (try? JSONValue(parsing: stored))?.strings ?? [stored]
        let types = names.compactMap(TypedTable.ColumnType.init(rawValue:))
        guard types.count == names.count else {
            throw PredictionFailure(
                "the attribute 'types' must be a JSON list of text and real, found \(stored)"
            )
        }
        return types
    }

    /// What a query gives; of one that cannot be executed, the reason, which is no value of a table.
    static func values(_ text: String, on table: TypedTable) -> [String] {
        do {
            return try table.execute(TableQuery(parsing: text)).map(\.text)
        } catch {
            return ["[no result: \(error)]"]
        }
    }
}
