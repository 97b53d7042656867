package import Domain

/// Questions over tables, one JSON object a line with its table in it.
package enum TableQuestions: DatasetFormat {
    package static let name = "table-questions"
    package static let summary =
        "JSON lines with table ({header, rows} or columns), question and answers"
    package static let kind = DatasetKind.table
    package static let options: [FormatOption] = []

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.isJSONLines(source.path),
            let record = RecordReader.firstRecord(source.path)
        else { return false }
        return record.values["table"]?.object != nil && record.values["question"]?.string != nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        try RecordReader.readJSONLines(source.path, name: source.name) { result in
            try each(
                result.flatMap { record in
                    Result { () throws(IngestionError) in try example(record, options) }
                }
            )
        }
    }

    private static func example(
        _ record: Record,
        _ options: IngestionOptions
    ) throws(IngestionError) -> Example {
        guard let question = record.values["question"]?.string else {
            throw record.error("no question: a string member 'question' is expected")
        }
        guard let value = record.values["table"]?.object else {
            throw record.error("no table: an object member 'table' is expected")
        }
        let key = record.first(of: ["id", "key", "question_id"])
        let names = ["table", "question", "answers", "answer", "split", key]
        return Example(
            key: key.flatMap(record.text) ?? String(record.line),
            split: options.split ?? record.text("split") ?? "all",
            text: question,
            medium: try table(value, record).medium,
            target: try answers(record).map(Target.answers),
            attributes: record.attributes(except: names)
        )
    }

    private static func answers(_ record: Record) throws(IngestionError) -> [Target.Answer]? {
        guard let value = record.values["answers"] ?? record.values["answer"], value != .null else {
            return nil
        }
        guard let members = value.array else { return [Target.Answer(value.plain)] }
        var answers: [Target.Answer] = []
        for member in members {
            if let pair = member.strings, pair.count == 2 {
                answers.append(Target.Answer(pair[0], canonical: pair[1]))
            } else if member.array == nil, member.object == nil {
                answers.append(Target.Answer(member.plain))
            } else {
                throw record.error("an answer that is \(member.kind); strings are expected")
            }
        }
        return answers
    }

    private static func table(
        _ value: [String: JSONValue],
        _ record: Record
    ) throws(IngestionError) -> Table {
        if let header = value["header"]?.array, let rows = value["rows"]?.array {
            var cells: [[String]] = []
            for (index, row) in rows.enumerated() {
                guard let row = row.array, row.count == header.count else {
                    throw record.error(
                        "row \(index + 1) of the table has not \(header.count) cells"
                    )
                }
                cells.append(row.map(\.plain))
            }
            return Table(header: header.map(\.plain), rows: cells)
        }
        // Columns by name stay in the order in which they are written, as every JSON writer leaves it.
        guard let header = try? JSONValue.memberNames(of: "table", parsing: record.json) else {
            throw record.error("the order of the table's columns cannot be read")
        }
        let columns = header.compactMap { value[$0]?.array?.map(\.plain) }
        let height = columns.first?.count ?? 0
        guard columns.count == header.count, columns.allSatisfy({ $0.count == height }) else {
            throw record.error("a table is {header, rows} or columns of one length by name")
        }
        return Table(header: header, rows: (0..<height).map { row in columns.map { $0[row] } })
    }
}
