package import Domain

/// WikiTableQuestions in its release layout (Pasupat and Liang 2015, release 1.0.2).
package enum WikiTableQuestions: DatasetFormat {
    package static let name = "wikitablequestions"
    package static let summary =
        "the release's folder (data/*.tsv, csv/, tagged/) or one of its question files"
    package static let kind = DatasetKind.table
    package static let options = [
        FormatOption(
            "files",
            "question files in data/, by name without .tsv, separated by commas (default: all)"
        )
    ]

    private static let columns = ["id", "utterance", "context", "targetValue"]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard let (root, files) = try? layout(source, options: IngestionOptions()) else {
            return false
        }
        guard let file = files.first,
            var lines = try? LineReader(root + "/data/" + file, name: file)
        else { return false }
        return (try? lines.next()) == columns.joined(separator: "\t")
    }

    /// The release's folder and the names of the question files.
    private static func layout(
        _ source: SourceLocation,
        options: IngestionOptions
    ) throws(IngestionError) -> (root: String, files: [String]) {
        if source.isFile, source.path.parentPath.lastPathComponent == "data" {
            return (source.path.parentPath.parentPath, [source.name])
        }
        var files = FileTree.entries(source.path + "/data").map(\.name)
            .filter { $0.hasSuffix(".tsv") }
        if let wanted = options.list("files") {
            for name in wanted where !files.contains(name + ".tsv") {
                throw IngestionError(
                    file: "data/\(name).tsv",
                    reason: "there is no such question file"
                )
            }
            files = wanted.map { $0 + ".tsv" }
        }
        guard !files.isEmpty else {
            throw IngestionError(file: source.name, reason: "no question files (data/*.tsv)")
        }
        return (source.path, files)
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let (root, files) = try layout(source, options: options)
        var tables = BoundedCache<Result<Medium, IngestionError>>(capacity: 256)
        for file in files {
            let canonical = try canonicalAnswers(root, file, each)
            let split = options.split ?? splitName(file)
            try rows(root + "/data/" + file, name: "data/" + file, columns) { result in
                let example = result.flatMap { row -> Result<Example, IngestionError> in
                    let context = row.fields[2]
                    let table = tables.value(context) { loadTable(root, context) }
                    let answers = list(row.fields[3])
                    let canon = canonical[row.fields[0]] ?? []
                    let target = Target.answers(
                        answers.enumerated().map { index, answer in
                            Target.Answer(
                                answer,
                                canonical: canon.count == answers.count ? canon[index] : nil
                            )
                        }
                    )
                    return table.mapError {
                        IngestionError(file: row.file, line: row.line, reason: "\($0)")
                    }
                    .map { medium in
                        Example(
                            key: row.fields[0],
                            split: split,
                            text: unescape(row.fields[1]),
                            medium: medium,
                            target: target,
                            attributes: ["table": context]
                        )
                    }
                }
                try each(example)
            }
        }
    }

    /// `pristine-unseen-tables` is the benchmark's test set; other files keep their own names.
    private static func splitName(_ file: String) -> String {
        let name = file.hasSuffix(".tsv") ? String(file.dropLast(4)) : file
        switch name {
        case "pristine-unseen-tables": return "test"
        case "training": return "train"
        default: return name
        }
    }

    private static func loadTable(_ root: String, _ context: String) -> Result<
        Medium, IngestionError
    > {
        guard !context.hasPrefix("/"), !context.split(separator: "/").contains("..") else {
            return .failure(
                IngestionError(file: context, reason: "leads out of the dataset's folder")
            )
        }
        return Result { () throws(IngestionError) in
            let dialect = CSVReader.Dialect(hasBackslashEscapes: true)
            return try TableFile.read(
                root + "/" + context,
                name: context,
                dialect: dialect,
                isLenient: true
            ).medium
        }
    }

    /// The canonical answers of the tagged file beside, by question id; empty where there is none.
    private static func canonicalAnswers(
        _ root: String,
        _ file: String,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws -> [String: [String]] {
        let tagged = String(file.dropLast(4)) + ".tagged"
        let folders = ["tagged", "tagged/data"]
        guard let folder = folders.first(where: { FileTree.isFile("\(root)/\($0)/\(tagged)") })
        else {
            return [:]
        }
        var answers: [String: [String]] = [:]
        try rows("\(root)/\(folder)/\(tagged)", name: "\(folder)/\(tagged)", ["id", "targetCanon"])
        {
            switch $0 {
            case .success(let row): answers[row.fields[0]] = list(row.fields[1])
            case .failure(let error): try each(.failure(error))
            }
        }
        return answers
    }

    private struct Row {
        let file: String
        let line: Int
        let fields: [String]
    }

    /// Hands over the named columns of a tab-separated file in the release's own quoting.
    private static func rows(
        _ path: String,
        name: String,
        _ columns: [String],
        _ each: (Result<Row, IngestionError>) throws -> Void
    ) throws {
        var lines = try LineReader(path, name: name)
        let header = try lines.next()?.split(separator: "\t").map(String.init) ?? []
        let positions = columns.compactMap(header.firstIndex)
        guard positions.count == columns.count else {
            throw IngestionError(
                file: name,
                line: 1,
                reason: "columns \(columns.joined(separator: ", ")) expected"
            )
        }
        while true {
            switch Result(catching: { () throws(IngestionError) in try lines.next() }) {
            case .success(nil): return
            case .failure(let error): try each(.failure(error))
            case .success(let line?):
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                guard fields.count == header.count else {
                    let reason = "\(header.count) fields expected, \(fields.count) found"
                    try each(.failure(IngestionError(file: name, line: lines.line, reason: reason)))
                    continue
                }
                let chosen = positions.map { String(fields[$0]) }
                try each(.success(Row(file: name, line: lines.line, fields: chosen)))
            }
        }
    }

    /// Members separated by `|`, each unescaped.
    static func list(_ field: String) -> [String] {
        field.split(separator: "|", omittingEmptySubsequences: false).map { unescape(String($0)) }
    }

    /// `\n` is a line end, `\p` a pipe, `\\` a backslash.
    static func unescape(_ field: String) -> String {
        guard field.utf8.contains(UInt8(ascii: "\\")) else { return field }
        var text = ""
        var isEscaped = false
        for character in field {
            if isEscaped {
                switch character {
                case "n": text.append("\n")
                case "p": text.append("|")
                case "\\": text.append("\\")
                default: text += "\\" + String(character)
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return isEscaped ? text + "\\" : text
    }
}
