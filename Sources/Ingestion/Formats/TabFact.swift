package import Domain

/// TabFact: statements that a table entails or refutes (Chen and others 2020).
package enum TabFact: DatasetFormat {
    package static let name = "tabfact"
    package static let summary =
        "statements in a JSON object by table, and the tables in all_csv/, separated by #"
    package static let kind = DatasetKind.table
    package static let options = [
        FormatOption("statements", "the statements file (default: the *_examples.json found)"),
        FormatOption("ids", "a JSON list of table names to keep, such as small_test_id.json"),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard let layout = try? TabFactLayout(source, options: IngestionOptions()) else {
            return false
        }
        return !layout.statements.isEmpty
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let layout = try TabFactLayout(source, options: options)
        let wanted = try options.values["ids"].map { try layout.ids($0) }
        let complexities = try layout.complexities()
        for file in layout.statements {
            let split = options.split ?? SplitName.mentioned(in: file) ?? "all"
            do {
                var stream = try JSONStream(layout.root.appending(path: file), name: file)
                try stream.members({ wanted?.contains($0) == false ? .skip : .whole }) {
                    table,
                    value in
                    try examples(
                        TabFactEntry(file: file, table: table, value: value),
                        layout: layout,
                        split: split,
                        complexity: complexities[table],
                        each
                    )
                }
            } catch let error as IngestionError {
                try each(.failure(error))
            }
        }
    }

    private static func examples(
        _ entry: TabFactEntry,
        layout: TabFactLayout,
        split: String,
        complexity: String?,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let table: Medium
        do throws(IngestionError) {
            try entry.check()
            table = try layout.table(entry.table).medium
        } catch {
            // One row for each statement that cannot be asked.
            for index in 0..<max(1, entry.statements.count) {
                let part = error.file == entry.file ? error.reason : "\(error)"
                let reason = "\(entry.table)#\(index): \(part)"
                try each(.failure(IngestionError(file: entry.file, reason: reason)))
            }
            return
        }
        for (index, statement) in entry.statements.enumerated() {
            var attributes = ["table": entry.table]
            attributes["complexity"] = complexity
            attributes["caption"] = entry.caption
            let example = Example(
                key: "\(entry.table)#\(index)",
                split: split,
                text: statement,
                medium: table,
                target: .label(entry.labels[index] == 1 ? "entailed" : "refuted"),
                attributes: attributes
            )
            try each(.success(example))
        }
    }
}

/// One table's statements, labels (1 is entailed) and caption.
private struct TabFactEntry {
    let file: String
    let table: String
    let statements: [String]
    let labels: [Int]
    let caption: String?

    init(file: String, table: String, value: JSONValue) {
        self.file = file
        self.table = table
        let parts = value.array ?? []
        statements = parts.first?.strings ?? []
        labels = parts.count > 1 ? parts[1].array?.compactMap(\.integer) ?? [] : []
        caption = parts.count > 2 ? parts[2].string : nil
    }

    func check() throws(IngestionError) {
        guard !statements.isEmpty, statements.count == labels.count,
            labels.allSatisfy({ $0 == 0 || $0 == 1 })
        else {
            throw IngestionError(
                file: file,
                reason: "[statements, labels 0 or 1, caption] of one length expected"
            )
        }
    }
}

/// Where TabFact's files lie: as in the repository (`data/all_csv`, `tokenized_data/*_examples.json`)
/// or all in one folder.
private struct TabFactLayout {
    let root: String
    /// Relative to the root.
    let statements: [String]
    private let tables: String

    init(_ source: SourceLocation, options: IngestionOptions) throws(IngestionError) {
        let isFolder = source.isFolder
        let root = isFolder ? source.path : source.path.parentPath
        self.root = root
        let candidates = ["", "data", "..", "../data"].map {
            $0.isEmpty ? "all_csv" : $0 + "/all_csv"
        }
        guard let tables = candidates.first(where: { FileTree.isFolder(root + "/" + $0) }) else {
            throw IngestionError(
                file: source.name,
                reason: "no tables: a folder all_csv is expected"
            )
        }
        self.tables = root + "/" + tables
        if let named = options.values["statements"] {
            statements = [named]
        } else if !isFolder {
            statements = [source.name]
        } else {
            statements = ["", "tokenized_data"].flatMap { folder in
                FileTree.entries(root.appending(path: folder)).map(\.name)
                    .filter { $0.hasSuffix("_examples.json") }
                    .map { folder.isEmpty ? $0 : folder + "/" + $0 }
            }
        }
        guard !statements.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no statements: *_examples.json expected"
            )
        }
    }

    func table(_ name: String) throws(IngestionError) -> Table {
        guard !name.contains("/") else {
            throw IngestionError(file: name, reason: "leads out of the dataset's folder")
        }
        var dialect = CSVReader.Dialect(delimiter: UInt8(ascii: "#"), quote: nil)
        dialect.quote = nil
        return try TableFile.read(
            tables + "/" + name,
            name: "all_csv/" + name,
            dialect: dialect,
            isLenient: true
        )
    }

    /// The names in a list of tables, a path relative to the root or to its `data` folder.
    func ids(_ file: String) throws -> Set<String> {
        let path = [file, "data/" + file].map { root.appending(path: $0) }.first(
            where: FileTree.isFile
        )
        var names: Set<String> = []
        var stream = try JSONStream(path ?? root.appending(path: file), name: file)
        try stream.elements { if let name = $0.string { names.insert(name) } }
        return names
    }

    /// `simple` or `complex` by table, from the lists where they are there.
    func complexities() throws -> [String: String] {
        var complexities: [String: String] = [:]
        for word in ["simple", "complex"] {
            for folder in ["", "data/"] {
                let file = "\(folder)\(word)_test_id.json"
                guard FileTree.isFile(root + "/" + file) else { continue }
                for name in try ids(file) { complexities[name] = word }
            }
        }
        return complexities
    }
}
