package import Domain

/// Text examples as JSON objects, one a line.
package enum JSONLines: DatasetFormat {
    package static let name = "jsonl"
    package static let summary = "JSON lines with named members: text, and target or label"
    package static let kind = DatasetKind.text
    package static let options = TextRows.options

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.isJSONLines(source.path),
            let record = RecordReader.firstRecord(source.path)
        else { return false }
        // The other JSON lines formats have members of their own.
        return TextRows.suits(record) && record.values["audio_filepath"] == nil
            && record.values["table"] == nil && record.values["file_name"] == nil
            && !BBQ.suits(record) && record.values["table_id"] == nil
            && record.values["prompt"]?["text"] == nil
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        var rows = TextRows(options: options, fileSplit: SplitName.mentioned(in: source.name))
        try RecordReader.readJSONLines(source.path, name: source.name) { result in
            try each(result.flatMap { rows.example($0) })
        }
    }
}
