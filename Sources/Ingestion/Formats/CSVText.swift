package import Domain

/// Text examples as rows of a CSV or TSV file with a header.
package enum CSVText: DatasetFormat {
    package static let name = "csv"
    package static let summary = "a CSV or TSV file with named columns: text, and target or label"
    package static let kind = DatasetKind.text
    package static let options =
        TextRows.options + [
            FormatOption(
                "delimiter",
                "what separates fields (default: a comma, in .tsv files a tab)"
            ),
            FormatOption("quotes", "no if quotes are characters like others (default: yes)"),
        ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile,
            ["csv", "tsv", "tab"].contains(RecordReader.plainExtension(source.path)),
            let record = RecordReader.firstRecord(source.path)
        else { return false }
        return TextRows.suits(record) && record.values["file_name"] == nil
            && !Winogender.suits(record)
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        var dialect = RecordReader.dialect(source.path)
        if let delimiter = try options.delimiter() { dialect.delimiter = delimiter }
        if options.values["quotes"] == "no" { dialect.quote = nil }
        var rows = TextRows(options: options, fileSplit: SplitName.mentioned(in: source.name))
        try RecordReader.readCSV(source.path, name: source.name, dialect: dialect) { result in
            try each(result.flatMap { rows.example($0) })
        }
    }
}
