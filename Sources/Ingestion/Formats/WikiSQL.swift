package import Domain

/// WikiSQL: questions over tables with the query that answers each (Zhong, Xiong and Socher 2017).
///
/// The target is what the query gives when it is executed. The query itself is the attribute `query`,
/// and the types of the table's columns, which an execution needs, are the attribute `types`.
///
/// The tables of a file are held while its questions are read.
package enum WikiSQL: DatasetFormat {
    package static let name = "wikisql"
    package static let summary =
        "a folder with NAME.jsonl and NAME.tables.jsonl, or one such NAME.jsonl"
    package static let kind = DatasetKind.table
    package static let options: [FormatOption] = []

    private static let tablesEnding = ".tables.jsonl"

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool { !files(source).isEmpty }

    /// The files of questions beside which there is a file of tables.
    private static func files(_ source: SourceLocation) -> [String] {
        let candidates =
            source.isFile
            ? [source.path] : FileTree.entries(source.path).map { source.path + "/" + $0.name }
        return candidates.filter {
            $0.hasSuffix(".jsonl") && !$0.hasSuffix(tablesEnding) && FileTree.isFile(tables(of: $0))
        }
    }

    private static func tables(of questions: String) -> String {
        questions.dropLast(".jsonl".count) + tablesEnding
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let files = files(source)
        guard !files.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no NAME.jsonl with a NAME\(tablesEnding) beside it"
            )
        }
        for file in files {
            let tables = try tables(tables(of: file), each)
            let name = file.lastPathComponent
            let split = options.split ?? SplitName.mentioned(in: name) ?? String(name.dropLast(6))
            try RecordReader.readJSONLines(file, name: name) { result in
                try each(
                    result.flatMap { record in
                        Result { () throws(IngestionError) in
                            try example(record, tables, split)
                        }
                    }
                )
            }
        }
    }

    /// A table as it is stored, and as queries see it.
    private struct Entry {
        let medium: Medium
        let table: TypedTable
    }

    private static func tables(
        _ path: String,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws -> [String: Entry] {
        var tables: [String: Entry] = [:]
        try RecordReader.readJSONLines(path, name: path.lastPathComponent) { result in
            switch result.flatMap({ record in
                Result { () throws(IngestionError) in try table(record) }
            }) {
            case .success(let (id, entry)): tables[id] = entry
            case .failure(let error): try each(.failure(error))
            }
        }
        return tables
    }

    private static func table(_ record: Record) throws(IngestionError) -> (String, Entry) {
        guard let id = record.text("id"), let header = record.values["header"]?.strings,
            let rows = record.values["rows"]?.array?.map(\.array),
            let names = record.values["types"]?.strings
        else { throw record.error("a table with id, header, types and rows is expected") }
        let types = names.compactMap(TypedTable.ColumnType.init(rawValue:))
        guard types.count == header.count else {
            throw record.error(
                "table \(id): a type, text or real, is expected for each of \(header.count) "
                    + "columns, found \(names.joined(separator: ", "))"
            )
        }
        var cells: [[String]] = []
        for (index, row) in rows.enumerated() {
            guard let row, row.count == header.count else {
                throw record.error("table \(id): row \(index + 1) has not \(header.count) cells")
            }
            cells.append(row.map(\.plain))
        }
        let table = Table(header: header, rows: cells)
        return (id, Entry(medium: table.medium, table: TypedTable(table, types)))
    }

    private static func example(
        _ record: Record,
        _ tables: [String: Entry],
        _ split: String
    ) throws(IngestionError) -> Example {
        guard let question = record.text("question"), let id = record.text("table_id") else {
            throw record.error("'question' and 'table_id' are expected")
        }
        guard let entry = tables[id] else {
            throw record.error("table \(id) is not in the file of tables")
        }
        var attributes = ["table": id]
        attributes["types"] =
            JSONValue.array(entry.table.types.map { .string($0.rawValue) }).text
        var target: Target?
        if let value = record.values["sql"], value != .null {
            do {
                let query = try TableQuery(json: value)
                let answers = try entry.table.execute(query)
                target = .answers(answers.map { Target.Answer($0.text) })
                attributes["query"] = query.text
                attributes["aggregation"] = query.aggregation.rawValue
                attributes["conditions"] = String(query.conditions.count)
            } catch let error as TableQueryError {
                throw record.error("the query cannot be executed: \(error)")
            } catch {
                throw record.error("'sql' is no query: \(error)")
            }
        }
        return Example(
            key: String(record.line),
            split: split,
            text: question,
            medium: entry.medium,
            target: target,
            attributes: attributes
        )
    }
}
