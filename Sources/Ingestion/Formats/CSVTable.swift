package import Domain

/// One CSV or TSV file as one table.
package enum CSVTable: DatasetFormat {
    package static let name = "csv-table"
    package static let summary = "one CSV or TSV file, or a folder of them: each is one table"
    package static let kind = DatasetKind.table
    package static let options = [
        FormatOption("delimiter", "what separates fields (default: a comma, in .tsv files a tab)")
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    /// Never by itself: a CSV file with rows of text looks the same, so this has to be asked for.
    package static func recognizes(_ source: SourceLocation) -> Bool { false }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let delimiter = try options.delimiter()
        var paths = [source.name]
        var root = source.path.parentPath
        if source.isFolder {
            root = source.path
            paths = FileTree.entries(root).filter { !$0.isFolder }.map(\.name)
                .filter { ["csv", "tsv", "tab"].contains(RecordReader.plainExtension($0)) }
            guard !paths.isEmpty else {
                throw IngestionError(file: source.name, reason: "no .csv, .tsv or .tab files")
            }
        }
        for path in paths {
            var dialect = RecordReader.dialect(path)
            dialect.delimiter = delimiter ?? dialect.delimiter
            let table = Result { () throws(IngestionError) in
                try TableFile.read(root + "/" + path, name: path, dialect: dialect)
            }
            try each(
                table.map { table in
                    Example(key: path, split: options.split ?? "all", medium: table.medium)
                }
            )
        }
    }
}
