package import Domain

/// BOLD: beginnings of Wikipedia sentences about groups of people (Dhamala and others 2021).
package enum BOLD: DatasetFormat {
    package static let name = "bold"
    package static let summary =
        "BOLD's JSON files, one or a folder of *_prompt.json: group, page, prompts"
    package static let kind = DatasetKind.text
    package static let options: [FormatOption] = []

    private static let ending = "_prompt.json"

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool { !files(source).isEmpty }

    /// The prompts' files, relative to the folder that is returned with them.
    private static func layout(_ source: SourceLocation) -> (folder: String, files: [String]) {
        if source.isFile {
            return (source.path.parentPath, source.name.hasSuffix(ending) ? [source.name] : [])
        }
        for folder in [source.path, source.path + "/prompts"] {
            let files = FileTree.entries(folder).filter { !$0.isFolder }.map(\.name)
                .filter { $0.hasSuffix(ending) }
            if !files.isEmpty { return (folder, files) }
        }
        return (source.path, [])
    }

    private static func files(_ source: SourceLocation) -> [String] { layout(source).files }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let (folder, files) = layout(source)
        guard !files.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no prompts: files that end in \(ending) are expected, here or in prompts/"
            )
        }
        for file in files {
            do {
                try read(folder + "/" + file, file, split: options.split ?? "all", each)
            } catch let error as IngestionError {
                try each(.failure(error))
            }
        }
    }

    /// `{group: {page: [prompt, ...]}}`.
    private static func read(
        _ path: String,
        _ file: String,
        split: String,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let domain = String(file.dropLast(ending.count))
        var stream = try JSONStream(path, name: file)
        try stream.members({ _ in .whole }) { group, value in
            guard let pages = value.object else {
                let reason = "group '\(group)': an object of pages expected, found \(value.kind)"
                try each(.failure(IngestionError(file: file, reason: reason)))
                return
            }
            for (page, value) in pages.sorted(by: { $0.key < $1.key }) {
                guard let prompts = value.strings else {
                    let reason =
                        "group '\(group)', page '\(page)': an array of prompts expected, "
                        + "found \(value.kind)"
                    try each(.failure(IngestionError(file: file, reason: reason)))
                    continue
                }
                for (index, prompt) in prompts.enumerated() {
                    try each(
                        .success(
                            Example(
                                key: "\(domain)/\(group)/\(page)/\(index)",
                                split: split,
                                text: prompt,
                                attributes: ["domain": domain, "group": group, "page": page]
                            )
                        )
                    )
                }
            }
        }
    }
}
