import Domain

/// The pictures that questions are about, each read once while it is remembered.
struct PictureFolder {
    static let option = FormatOption(
        "images",
        "the folder of pictures, or none where only recorded answers are scored"
    )

    /// Nil where the questions are read without pictures.
    private let folder: String?
    private var media: MediaCache

    /// Finds the folder: the option `images`, else the first of some folders that is there.
    ///
    /// - Parameters:
    ///   - options: What the user asked for.
    ///   - root: What a relative path is relative to.
    ///   - usual: Folders relative to the root, in the order in which they are looked for.
    /// - Throws: ``IngestionError`` if there is none.
    init(
        _ options: IngestionOptions,
        root: String,
        usual: [String]
    ) throws(IngestionError) {
        media = MediaCache(MediaReader(storage: options.media, kind: .image))
        if let named = options.values["images"] {
            guard named != "none" else {
                folder = nil
                return
            }
            let path = root.appending(path: named)
            guard FileTree.isFolder(path) else {
                throw IngestionError(file: "option images", reason: "there is no folder \(named)")
            }
            folder = path
            return
        }
        let candidates = usual.map { $0.isEmpty ? root : root.appending(path: $0) }
        guard let found = candidates.first(where: FileTree.isFolder) else {
            throw IngestionError(
                file: root.lastPathComponent,
                reason: "no folder of pictures (looked for \(usual.joined(separator: ", "))); "
                    + "name it with the option images, or give images=none to score recorded "
                    + "answers without pictures"
            )
        }
        folder = found
    }

    /// The first of some files that is there; nil where pictures are not asked for.
    ///
    /// - Throws: ``IngestionError`` if none is there, or it is no picture.
    mutating func picture(
        _ names: [String],
        _ error: (String) -> IngestionError
    ) throws(IngestionError) -> Medium? {
        guard let folder else { return nil }
        // A path may lie in the folder only: these names come from the data.
        let inside = names.filter { name in
            !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
        }
        let there = inside.first { FileTree.isFile(folder + "/" + $0) }
        guard let name = there else {
            throw error("no picture \(names.joined(separator: " or ")) in the folder of pictures")
        }
        switch media.medium(name, in: folder) {
        case .success(let medium): return medium
        case .failure(let reason): throw error("\(name): \(reason.text)")
        }
    }
}
