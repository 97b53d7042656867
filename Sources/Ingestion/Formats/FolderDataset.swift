import Domain

/// What Hugging Face's ImageFolder and AudioFolder have in common: class folders, or files described
/// by a `metadata.csv` or `metadata.jsonl`, with or without a folder per split.
struct FolderDataset {
    let root: String
    let medium: Medium.Kind
    let options: IngestionOptions
    /// Metadata columns that hold a transcript or caption, in order of preference.
    let textColumns: [String]

    static let metadataNames = ["metadata.csv", "metadata.tsv", "metadata.jsonl"]

    static func endings(_ kind: Medium.Kind) -> [String] {
        kind == .image
            ? ["png", "jpg", "jpeg"]
            : [
                "wav", "flac", "ogg", "oga", "opus", "mp3", "aiff", "aif", "aifc", "au", "snd",
                "caf",
                "w64", "rf64", "sph", "nist", "voc", "htk", "paf", "svx", "avr", "pvf", "wve",
            ]
    }

    /// Whether a folder holds files of this kind in class folders or beside a metadata file.
    static func recognizes(_ source: SourceLocation, _ kind: Medium.Kind) -> Bool {
        guard source.isFolder else { return false }
        let roots = parts(source.path).map { source.path.appending(path: $0.folder) }
        return roots.contains { root in
            let entries = FileTree.entries(root)
            let hasMetadata = entries.contains { metadataNames.contains($0.name) }
            if hasMetadata, let first = firstFile(root, kind, depth: 0) { return !first.isEmpty }
            let folders = entries.filter(\.isFolder)
            // One folder of files is no set of classes.
            return folders.count > 1
                && folders.prefix(3).allSatisfy { folder in
                    FileTree.entries(root + "/" + folder.name).contains { entry in
                        !entry.isFolder && endings(kind).contains(entry.name.pathExtension)
                    }
                }
        }
    }

    private static func firstFile(_ folder: String, _ kind: Medium.Kind, depth: Int) -> String? {
        let entries = FileTree.entries(folder)
        let isOurs = { (entry: FileTree.Entry) in
            !entry.isFolder && endings(kind).contains(entry.name.pathExtension)
        }
        if let file = entries.first(where: isOurs) { return file.name }
        guard depth < 3 else { return nil }
        return entries.lazy.filter(\.isFolder).prefix(3)
            .compactMap { firstFile(folder + "/" + $0.name, kind, depth: depth + 1) }.first
    }

    /// The folders of the splits; the root itself where its folders are not named like splits.
    private static func parts(_ root: String) -> [(folder: String, split: String?)] {
        let folders = FileTree.entries(root).filter(\.isFolder).map(\.name)
        let splits = folders.map { ($0, SplitName.canonical($0)) }
        guard !splits.isEmpty, splits.allSatisfy({ $0.1 != nil }) else { return [("", nil)] }
        return splits.map { (folder: $0.0, split: $0.1) }
    }

    func read(_ each: (Result<Example, IngestionError>) throws -> Void) throws {
        guard FileTree.isFolder(root) else {
            throw IngestionError(file: root.lastPathComponent, reason: "not a folder")
        }
        var found = 0
        let count: (Result<Example, IngestionError>) throws -> Void = { result in
            found += 1
            try each(result)
        }
        // Metadata at the root may describe files in split folders.
        if let metadata = metadata(in: "") {
            try described(metadata, folder: "", split: nil, count)
        } else {
            for part in Self.parts(root) {
                if let metadata = metadata(in: part.folder) {
                    try described(metadata, folder: part.folder, split: part.split, count)
                } else {
                    try classes(part.folder, split: part.split, count)
                }
            }
        }
        if found == 0 {
            throw IngestionError(
                file: root.lastPathComponent,
                reason: "no \(medium.rawValue) files in class folders and no metadata file"
            )
        }
    }

    private func metadata(in folder: String) -> String? {
        Self.metadataNames.map { folder.isEmpty ? $0 : folder + "/" + $0 }
            .first { FileTree.isFile(root + "/" + $0) }
    }

    private var reader: MediaReader { MediaReader(storage: options.media, kind: medium) }

    private func classes(
        _ folder: String,
        split: String?,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        for entry in FileTree.entries(root.appending(path: folder)) {
            let path = folder.isEmpty ? entry.name : folder + "/" + entry.name
            guard entry.isFolder else {
                // Notes and licences lie beside the classes; a stray picture has no class.
                if Self.endings(medium).contains(entry.name.pathExtension) {
                    let reason = "lies in no class folder and no metadata file describes it"
                    try each(.failure(IngestionError(file: path, reason: reason)))
                }
                continue
            }
            var files: [String] = []
            FileTree.walk(root + "/" + path) { file in
                if Self.endings(medium).contains(file.pathExtension) {
                    files.append(path + "/" + file)
                }
            }
            try reader.media(files.lazy.map { root + "/" + $0 }) { index, result in
                let example = result.map { medium in
                    Example(
                        key: files[index],
                        split: options.split ?? split ?? "all",
                        medium: medium,
                        target: .label(entry.name)
                    )
                }
                try each(example.mapError { IngestionError(file: files[index], reason: $0.text) })
            }
        }
    }

    private func described(
        _ metadata: String,
        folder: String,
        split: String?,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        var media = MediaCache(reader)
        try RecordReader.read(root + "/" + metadata, name: metadata) { result in
            try each(
                result.flatMap { record in
                    example(record, folder: folder, split: split, &media)
                }
            )
        }
    }

    private func example(
        _ record: Record,
        folder: String,
        split: String?,
        _ media: inout MediaCache
    ) -> Result<Example, IngestionError> {
        guard let file = record.text("file_name"), !file.isEmpty else {
            return .failure(record.error("no 'file_name'"))
        }
        let isInside = !file.hasPrefix("/") && !file.split(separator: "/").contains("..")
        guard isInside else {
            return .failure(record.error("\(file): leads out of the dataset's folder"))
        }
        let key = folder.isEmpty ? file : folder + "/" + file
        let text = options.values["text"] ?? record.first(of: textColumns)
        let label = options.values["label"] ?? record.first(of: ["label", "class", "category"])
        switch media.medium(key, in: root) {
        case .failure(let reason): return .failure(record.error("\(file): \(reason.text)"))
        case .success(let medium):
            let words = text.flatMap(record.text)
            let target = label.flatMap(record.text).map(Target.label)
            let isTranscript = self.medium == .audio
            let named = SplitName.canonical(String(key.split(separator: "/").first ?? ""))
            return .success(
                Example(
                    key: key,
                    split: options.split ?? split ?? record.text("split") ?? named ?? "all",
                    text: isTranscript ? nil : words,
                    medium: medium,
                    target: isTranscript ? words.map(Target.text) ?? target : target,
                    attributes: record.attributes(
                        except: [
                            "file_name", "split", text, isTranscript && words != nil ? nil : label,
                        ]
                    )
                )
            )
        }
    }
}
