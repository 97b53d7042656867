package import Domain

/// Rows of a picture's path, a tab and a caption.
package enum CaptionTSV: DatasetFormat {
    package static let name = "caption-tsv"
    package static let summary =
        "a .tsv file with a picture's path, a tab and a caption in each row"
    package static let kind = DatasetKind.caption
    package static let options = [
        FormatOption("images", "the folder that paths start from (default: the file's own)"),
        FormatOption("header", "yes if the first row names the columns (default: no)"),
        FormatOption(
            "references",
            "yes if further tabs and captions follow that others wrote, the target (default: no)"
        ),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard source.isFile, RecordReader.plainExtension(source.path) == "tsv",
            var lines = try? LineReader(source.path, name: source.name),
            let line = try? lines.next(), let row = split(line)
        else { return false }
        return FolderDataset.endings(.image).contains(row.path.pathExtension)
            && !row.path.contains("#")
    }

    private static func split(_ line: String) -> (path: String, caption: String)? {
        guard let tab = line.utf8.firstIndex(of: 0x09) else { return nil }
        return (String(line[..<tab]), String(line[line.utf8.index(after: tab)...]))
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        var lines = try LineReader(source.path, name: source.name)
        if options.values["header"] == "yes" { _ = try lines.next() }
        let own = source.path.parentPath
        var rows = CaptionRows(
            file: source.name,
            imageFolder: options.values["images"].map { own.appending(path: $0) } ?? own,
            split: options.split ?? SplitName.mentioned(in: source.name) ?? "all",
            options: options
        )
        var number = 0
        while true {
            switch Result(catching: { () throws(IngestionError) in try lines.next() }) {
            case .success(nil): return
            case .failure(let error):
                number += 1
                try each(.failure(error))
            case .success(let line?):
                if line.isEmpty { continue }
                number += 1
                guard let (path, caption) = split(line), !path.isEmpty else {
                    let reason = "a path, a tab and a caption expected"
                    try each(
                        .failure(
                            IngestionError(file: source.name, line: lines.line, reason: reason)
                        )
                    )
                    continue
                }
                var row = CaptionRows.Row(
                    line: lines.line,
                    key: String(number),
                    path: path,
                    caption: caption
                )
                if options.values["references"] == "yes" {
                    let captions = caption.split(separator: "\t", omittingEmptySubsequences: false)
                    row.caption = String(captions[0])
                    row.references = captions.dropFirst().map(String.init)
                }
                try each(rows.example(row))
            }
        }
    }
}
