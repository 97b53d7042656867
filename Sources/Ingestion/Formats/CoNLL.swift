package import Domain

/// Words in columns, one a line, with a tag for each and an empty line after each sentence.
///
/// The text is the words with single spaces between them, so that it splits into them again. Lines
/// `-DOCSTART-` begin a document, which is an attribute.
///
/// Source: the shared task of CoNLL-2003 (Tjong Kim Sang and De Meulder 2003).
package enum CoNLL: DatasetFormat {
    package static let name = "conll"
    package static let summary =
        "words and tags in columns between white space, an empty line after each sentence"
    package static let kind = DatasetKind.text
    package static let options = [
        FormatOption("tags", "the number of the tags' column, from 1 (default: the last)"),
        FormatOption("words", "the number of the words' column (default: 1)"),
    ]

    private static let endings = ["conll", "conll2003", "iob", "iob2", "bio"]
    /// The files of CoNLL-2003 by what they are called after `eng.` or `deu.`.
    private static let parts = ["train": "train", "testa": "validation", "testb": "test"]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool { !files(source).isEmpty }

    /// The source, or the files in it, that look like columns.
    private static func files(_ source: SourceLocation) -> [String] {
        if source.isFile { return looksRight(source.path) ? [source.path] : [] }
        return FileTree.entries(source.path).filter { !$0.isFolder }
            .map { source.path + "/" + $0.name }.filter(looksRight)
    }

    private static func looksRight(_ path: String) -> Bool {
        if endings.contains(RecordReader.plainExtension(path)) { return true }
        guard ["txt", "train", "testa", "testb", ""].contains(RecordReader.plainExtension(path)),
            var lines = try? LineReader(path, name: path)
        else { return false }
        return (try? lines.next())?.hasPrefix(documentMark) ?? false
    }

    private static let documentMark = "-DOCSTART-"

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        // A file that is named is read whatever it is called.
        let files = source.isFile ? [source.path] : files(source)
        guard !files.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no file of columns: .conll, .iob, .iob2 or .bio expected, or one that "
                    + "begins with \(documentMark)"
            )
        }
        let columns = try Columns(options)
        for file in files {
            let prefix = source.isFile ? "" : file.lastPathComponent + "#"
            try read(file, columns, options, prefix: prefix, each)
        }
    }

    /// Which columns are read, from 0.
    private struct Columns {
        let words: Int
        /// Nil for the last.
        let tags: Int?

        init(_ options: IngestionOptions) throws(IngestionError) {
            words = try Self.number("words", options) ?? 0
            tags = try Self.number("tags", options)
        }

        private static func number(
            _ name: String,
            _ options: IngestionOptions
        ) throws(IngestionError) -> Int? {
            guard let value = options.values[name] else { return nil }
            guard let number = Int(value), (1...1000).contains(number) else {
                throw IngestionError(
                    file: "option \(name)",
                    reason: "the number of a column from 1 is expected, found '\(value)'"
                )
            }
            return number - 1
        }
    }

    private static func read(
        _ path: String,
        _ columns: Columns,
        _ options: IngestionOptions,
        prefix: String,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let name = path.lastPathComponent
        let split =
            options.split ?? parts[RecordReader.plainExtension(path)]
            ?? SplitName.mentioned(in: name) ?? "all"
        var lines = try LineReader(path, name: name)
        var sentence = Sentence()
        var sentences = 0, documents = 0
        func finish() throws {
            defer { sentence = Sentence() }
            guard !sentence.isEmpty else { return }
            sentences += 1
            if let error = sentence.error { return try each(.failure(error)) }
            let document = documents == 0 ? [:] : ["document": String(documents)]
            try each(
                .success(
                    Example(
                        key: prefix + String(sentences),
                        split: split,
                        text: sentence.words.joined(separator: " "),
                        target: .tags(sentence.tags),
                        attributes: document
                    )
                )
            )
        }
        while true {
            switch Result(catching: { () throws(IngestionError) in try lines.next() }) {
            case .success(nil): return try finish()
            case .failure(let error): sentence.fail(error)
            case .success(let line?):
                let fields = line.unicodeScalars.split { $0 == " " || $0 == "\t" }.map(String.init)
                if fields.isEmpty {
                    try finish()
                } else if fields[0] == documentMark {
                    try finish()
                    documents += 1
                } else {
                    let tag = columns.tags ?? fields.count - 1
                    guard max(columns.words, tag) < fields.count, tag != columns.words else {
                        let expected = max(2, max(columns.words, columns.tags ?? 0) + 1)
                        sentence.fail(
                            IngestionError(
                                file: name,
                                line: lines.line,
                                reason: "\(expected) columns or more expected, "
                                    + "\(fields.count) found"
                            )
                        )
                        continue
                    }
                    sentence.words.append(fields[columns.words])
                    sentence.tags.append(fields[tag])
                }
            }
        }
    }

    /// A sentence that is being read; a line that cannot be read spoils it.
    private struct Sentence {
        var words: [String] = []
        var tags: [String] = []
        private(set) var error: IngestionError?

        var isEmpty: Bool { words.isEmpty && error == nil }

        mutating func fail(_ error: IngestionError) { self.error = self.error ?? error }
    }
}
