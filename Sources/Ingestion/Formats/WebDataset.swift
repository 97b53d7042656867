package import Domain

/// WebDataset shards: tar files in which the members of an example share a name.
package enum WebDataset: DatasetFormat {
    package static let name = "webdataset"
    package static let summary =
        "tar shards with NAME.jpg or .png beside NAME.txt, .json or .cls; one shard or a folder"
    package static let kind = DatasetKind.caption
    package static let options = [
        FormatOption("text", "the member of .json that holds the caption (default: caption, text)")
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        guard let shard = shards(source).first,
            let archive = try? ArchiveReader(shard, name: shard)
        else { return false }
        var extensions: [String: Set<String>] = [:]
        for _ in 0..<20 {
            guard let member = try? archive.next() else { break }
            let (base, ending) = split(member.name)
            extensions[base, default: []].insert(ending)
        }
        return extensions.values.contains { endings in
            !endings.isDisjoint(with: images) && !endings.isDisjoint(with: ["txt", "json", "cls"])
        }
    }

    private static let images: Set<String> = ["jpg", "jpeg", "png"]

    private static func shards(_ source: SourceLocation) -> [String] {
        if source.isArchive { return [source.path] }
        return FileTree.entries(source.path).map {
            SourceLocation(path: source.path + "/" + $0.name)
        }
        .filter(\.isArchive).map(\.path)
    }

    /// The name is cut at the first dot of its last part, as the format has it.
    private static func split(_ name: String) -> (base: String, ending: String) {
        let file = name.lastPathComponent
        guard let dot = file.firstIndex(of: ".") else { return (name, "") }
        let ending = file[file.index(after: dot)...]
        return (String(name.dropLast(ending.count + 1)), ending.lowercased())
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let shards = shards(source)
        guard !shards.isEmpty else {
            throw IngestionError(file: source.name, reason: "no tar shards")
        }
        for shard in shards {
            do {
                try read(shard: shard, options: options, each)
            } catch let error as IngestionError {
                try each(.failure(error))
            }
        }
    }

    private static func read(
        shard: String,
        options: IngestionOptions,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let name = shard.lastPathComponent
        let archive = try ArchiveReader(shard, name: name)
        var group = WebDatasetGroup(shard: name, base: "")
        while let member = try archive.next() {
            if let refusal = member.refusal {
                try each(.failure(IngestionError(file: "\(name): \(member.name)", reason: refusal)))
                continue
            }
            let (base, ending) = split(member.name)
            if base != group.base {
                if let example = group.example(options) { try each(example) }
                group = WebDatasetGroup(shard: name, base: base)
            }
            if images.contains(ending) || ["txt", "json", "cls"].contains(ending) {
                group.members[ending] = try archive.bytes()
            }
        }
        if let example = group.example(options) { try each(example) }
    }
}

/// The members of one example.
private struct WebDatasetGroup {
    let shard: String
    let base: String
    var members: [String: [UInt8]] = [:]

    /// Nil for members of other kinds.
    func example(_ options: IngestionOptions) -> Result<Example, IngestionError>? {
        if members.isEmpty { return nil }
        return Result { () throws(IngestionError) in try assembled(options) }
    }

    private func assembled(_ options: IngestionOptions) throws(IngestionError) -> Example {
        guard let picture = members["jpg"] ?? members["jpeg"] ?? members["png"] else {
            throw error("no picture (.jpg, .jpeg or .png) in its group")
        }
        let medium: Medium
        switch MediaReader(storage: .embed, kind: .image).medium(bytes: picture) {
        case .success(let value): medium = value
        case .failure(let reason): throw error(reason.text)
        }
        let json = try json()
        var caption = try text("txt")
        let names = options.values["text"].map { [$0] } ?? ["caption", "text"]
        let captionName = names.first { json[$0]?.string != nil }
        if caption == nil { caption = captionName.flatMap { json[$0]?.string } }
        let label = try text("cls") ?? json["label"]?.plain
        guard caption != nil || label != nil else {
            throw error(
                "no caption (.txt, or \(names.joined(separator: ", ")) in .json) and no .cls"
            )
        }
        var attributes: [String: String] = [:]
        for (name, value) in json where name != captionName && value.array == nil {
            if value.object == nil, value != .null { attributes[name] = value.plain }
        }
        return Example(
            key: base,
            split: options.split ?? SplitName.mentioned(in: shard) ?? "all",
            text: caption,
            medium: medium,
            target: label.map(Target.label),
            attributes: attributes
        )
    }

    private func text(_ ending: String) throws(IngestionError) -> String? {
        guard let bytes = members[ending] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("its .\(ending) is not UTF-8 text")
        }
        return String(text.trimmingSpace())
    }

    private func json() throws(IngestionError) -> [String: JSONValue] {
        guard let bytes = members["json"] else { return [:] }
        do throws(JSONError) {
            return try JSONValue(parsing: bytes).object ?? [:]
        } catch {
            throw self.error("its .json is \(error)")
        }
    }

    private func error(_ reason: String) -> IngestionError {
        IngestionError(file: "\(shard): \(base)", reason: reason)
    }
}
