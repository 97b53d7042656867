package import Domain

/// Flickr8k's and Flickr30k's token files (Hodosh 2013, Young 2014).
package enum FlickrTokens: DatasetFormat {
    package static let name = "flickr-tokens"
    package static let summary = "a token file with PICTURE.jpg#N, a tab and a caption in each row"
    package static let kind = DatasetKind.caption
    package static let options = [
        FormatOption("tokens", "the token file (default: the *.token or *.token.txt found)"),
        FormatOption("images", "the folder of pictures (default: the one that holds the first)"),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard let file = tokenFile(source, options: IngestionOptions()),
            var lines = try? LineReader(file, name: file),
            let line = try? lines.next()
        else { return false }
        return row(line) != nil
    }

    private static func tokenFile(_ source: SourceLocation, options: IngestionOptions) -> String? {
        if let named = options.values["tokens"] { return source.path.appending(path: named) }
        if source.isFile { return source.path }
        return FileTree.entries(source.path)
            .first { $0.name.hasSuffix(".token") || $0.name.hasSuffix(".token.txt") }
            .map { source.path + "/" + $0.name }
    }

    private static func row(_ line: String) -> (picture: String, number: Int, caption: String)? {
        guard let tab = line.utf8.firstIndex(of: 0x09) else { return nil }
        let id = line[..<tab]
        guard let hash = id.lastIndex(of: "#"), let number = Int(id[id.index(after: hash)...])
        else {
            return nil
        }
        let caption = line[line.utf8.index(after: tab)...].trimmingSpace()
        return (String(id[..<hash]), number, String(caption))
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        guard let file = tokenFile(source, options: options) else {
            throw IngestionError(file: source.name, reason: "no *.token or *.token.txt file")
        }
        let name = file.lastPathComponent
        var lines = try LineReader(file, name: name)
        var rows: CaptionRows?
        while true {
            switch Result(catching: { () throws(IngestionError) in try lines.next() }) {
            case .success(nil): return
            case .failure(let error): try each(.failure(error))
            case .success(let line?):
                if line.isEmpty { continue }
                guard let (picture, number, caption) = row(line) else {
                    let reason = "PICTURE#NUMBER, a tab and a caption expected"
                    try each(.failure(IngestionError(file: name, line: lines.line, reason: reason)))
                    continue
                }
                if rows == nil {
                    rows = CaptionRows(
                        file: name,
                        imageFolder: imageFolder(file.parentPath, picture, options),
                        split: options.split ?? "all",
                        options: options
                    )
                }
                let row = CaptionRows.Row(
                    line: lines.line,
                    key: "\(picture)#\(number)",
                    path: picture,
                    caption: caption
                )
                if let example = rows?.example(row) { try each(example) }
            }
        }
    }

    private static func imageFolder(
        _ root: String,
        _ picture: String,
        _ options: IngestionOptions
    ) -> String {
        if let named = options.values["images"] { return root.appending(path: named) }
        let beside = FileTree.entries(root).filter(\.isFolder).map { root + "/" + $0.name }
        let folders = [root] + beside
        return folders.first { FileTree.isFile($0 + "/" + picture) } ?? beside.first ?? root
    }
}
