package import Domain

/// COCO's captions (Chen and others 2015): a JSON file and a folder of pictures.
package enum CocoCaptions: DatasetFormat {
    package static let name = "coco-captions"
    package static let summary = "annotations/captions_*.json and its folder of pictures"
    package static let kind = DatasetKind.caption
    package static let options = [
        FormatOption("annotations", "the captions file (default: the captions_*.json found)"),
        FormatOption(
            "images",
            "the folder of pictures (default: images/, or one named like the split)"
        ),
        FormatOption(
            "examples",
            "captions (default), or pictures: one for each picture, whose target is its captions"
        ),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { true }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        if source.isFile { return isCaptionsFile(source.name) && startsLikeCOCO(source.path) }
        return !captionFiles(source, options: IngestionOptions()).isEmpty
    }

    private static func isCaptionsFile(_ name: String) -> Bool {
        name.hasPrefix("captions_") && name.hasSuffix(".json")
    }

    private static func startsLikeCOCO(_ path: String) -> Bool {
        guard var stream = try? JSONStream(path, name: path) else { return false }
        return (try? stream.startsWithArray()) == false
    }

    private static func captionFiles(_ source: SourceLocation, options: IngestionOptions)
        -> [String]
    {
        if let named = options.values["annotations"] { return [source.path.appending(path: named)] }
        if source.isFile { return [source.path] }
        return [source.path, source.path + "/annotations"].flatMap { folder in
            FileTree.entries(folder).filter { !$0.isFolder && isCaptionsFile($0.name) }
                .map { folder + "/" + $0.name }
        }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let unit = options.values["examples"] ?? "captions"
        guard ["captions", "pictures"].contains(unit) else {
            throw IngestionError(
                file: "option examples",
                reason: "'captions' or 'pictures' is expected, found '\(unit)'"
            )
        }
        let files = captionFiles(source, options: options)
        guard !files.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no captions_*.json, here or in annotations/"
            )
        }
        for file in files { try read(file, options: options, each) }
    }

    /// Hands over pictures in the file's order, each with its captions, so that a picture is read once.
    ///
    /// Held are the captions' texts and the pictures' names.
    private static func read(
        _ file: String,
        options: IngestionOptions,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let name = file.lastPathComponent
        var images: [(id: Int, file: String)] = []
        var captions: [Int: [String]] = [:]
        var stream = try JSONStream(file, name: name)
        let wish: (String) -> JSONStream.Wish = {
            ["images", "annotations"].contains($0) ? .elements : .skip
        }
        try stream.members(wish) { member, value in
            guard member == "annotations" else {
                if let id = value["id"]?.integer, let picture = value["file_name"]?.string {
                    images.append((id, picture))
                } else {
                    let reason = "an image without id and file_name: \(value.text.prefix(80))"
                    try each(.failure(IngestionError(file: name, reason: reason)))
                }
                return
            }
            if let id = value["image_id"]?.integer, let caption = value["caption"]?.string {
                captions[id, default: []].append(String(caption.trimmingSpace()))
            } else {
                let reason = "an annotation without image_id and caption: \(value.text.prefix(80))"
                try each(.failure(IngestionError(file: name, reason: reason)))
            }
        }
        let folder = imageFolder(file, first: images.first?.file, options: options)
        let split = options.split ?? SplitName.mentioned(in: name) ?? "all"
        let reader = MediaReader(storage: options.media, kind: .image)
        let shown = images.filter { captions[$0.id] != nil }
        try reader.media(shown.lazy.map { folder.appending(path: $0.file) }) { index, result in
            let image = shown[index]
            if options.values["examples"] == "pictures" {
                let texts = captions.removeValue(forKey: image.id) ?? []
                return try each(picture(image, result, texts, split, name))
            }
            for (number, caption) in (captions.removeValue(forKey: image.id) ?? []).enumerated() {
                let example = result.map { medium in
                    Example(
                        key: "\(image.id)#\(number)",
                        split: split,
                        text: caption,
                        medium: medium,
                        attributes: ["image": image.file]
                    )
                }
                try each(
                    example.mapError { reason in
                        let text = "\(image.file) (caption \(image.id)#\(number)): \(reason.text)"
                        return IngestionError(file: name, reason: text)
                    }
                )
            }
        }
        for id in captions.keys.sorted() {
            for number in (captions[id] ?? []).indices {
                let reason = "caption \(id)#\(number) is of an image that the file does not list"
                try each(.failure(IngestionError(file: name, reason: reason)))
            }
        }
    }

    /// A picture with its captions as the target.
    private static func picture(
        _ image: (id: Int, file: String),
        _ medium: Result<Medium, MediaReason>,
        _ captions: [String],
        _ split: String,
        _ name: String
    ) -> Result<Example, IngestionError> {
        medium.map { medium in
            Example(
                key: String(image.id),
                split: split,
                medium: medium,
                target: .alternatives(captions),
                attributes: ["image": image.file]
            )
        }
        .mapError { IngestionError(file: name, reason: "\(image.file): \($0.text)") }
    }

    /// The folder in which the first picture is found.
    private static func imageFolder(
        _ file: String,
        first: String?,
        options: IngestionOptions
    ) -> String {
        let annotations = file.parentPath
        let root =
            annotations.lastPathComponent == "annotations" ? annotations.parentPath : annotations
        if let named = options.values["images"] { return root.appending(path: named) }
        // captions_val2017.json → val2017
        let portion = String(
            file.lastPathComponent.dropFirst("captions_".count).dropLast(".json".count)
        )
        let folders = ["images", portion, "images/" + portion, ""].map {
            $0.isEmpty ? root : root + "/" + $0
        }
        let holding = first.flatMap { picture in
            folders.first { FileTree.isFile($0 + "/" + picture) }
        }
        return holding ?? folders.first(where: FileTree.isFolder) ?? root
    }
}
