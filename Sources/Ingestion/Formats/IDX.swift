package import Domain

/// Pictures and labels in IDX files: MNIST (LeCun 1998), Fashion-MNIST (Xiao 2017).
package enum IDX: DatasetFormat {
    package static let name = "idx"
    package static let summary =
        "MNIST's files (train-/t10k-images-idx3-ubyte with -labels-idx1-ubyte), gzipped or not"
    package static let kind = DatasetKind.image
    package static let options = [
        FormatOption("classes", "the classes' names, separated by commas (default: the numbers)")
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        !pairs(source).isEmpty
    }

    private struct Pair {
        let folder: String
        let images: String
        let labels: String

        /// `t10k-...` is the test set.
        var split: String {
            if images.hasPrefix("t10k") { return "test" }
            return SplitName.mentioned(in: images) ?? "all"
        }

        /// The labels' file is named like the images'; one may be gzipped and the other not.
        init?(folder: String, images: String) {
            guard let range = images.range(ofText: "images") else { return nil }
            var labels = images.replacing(range, "labels")
            if let range = labels.range(ofText: "idx3") { labels = labels.replacing(range, "idx1") }
            let bare = labels.hasSuffix(".gz") ? String(labels.dropLast(3)) : labels
            self.folder = folder
            self.images = images
            self.labels = FileTree.isFile(folder + "/" + bare) ? bare : bare + ".gz"
        }
    }

    private static func pairs(_ source: SourceLocation) -> [Pair] {
        if source.isFile {
            guard source.name.contains("idx3"),
                let pair = Pair(folder: source.path.parentPath, images: source.name)
            else { return [] }
            return [pair]
        }
        var pairs: [Pair] = []
        for entry in FileTree.entries(source.path) where !entry.isFolder {
            guard entry.name.contains("idx3"), entry.name.contains("images")
            else { continue }
            // A file that lies there both ways is read once.
            if entry.name.hasSuffix(".gz"),
                FileTree.isFile(source.path + "/" + entry.name.dropLast(3))
            {
                continue
            }
            if let pair = Pair(folder: source.path, images: entry.name) { pairs.append(pair) }
        }
        return pairs
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let pairs = pairs(source)
        guard !pairs.isEmpty else {
            throw IngestionError(
                file: source.name,
                reason: "no *-images-idx3-ubyte file, gzipped or not"
            )
        }
        for pair in pairs {
            do {
                try read(pair, options: options, each)
            } catch let error as IngestionError {
                try each(.failure(error))
            }
        }
    }

    private static func read(
        _ pair: Pair,
        options: IngestionOptions,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        var images = try IDXReader(pair.folder + "/" + pair.images, name: pair.images)
        var labels = try IDXReader(pair.folder + "/" + pair.labels, name: pair.labels)
        guard images.itemShape.count == 2, labels.itemShape.isEmpty else {
            throw IngestionError(
                file: pair.images,
                reason: "pictures of two dimensions and labels of none expected, "
                    + "found \(images.itemShape) and \(labels.itemShape)"
            )
        }
        guard images.count == labels.count else {
            throw IngestionError(
                file: pair.images,
                reason: "\(images.count) pictures but \(labels.count) labels"
            )
        }
        let classes = options.list("classes")
        let pictures = try PictureMaker(
            width: images.itemShape[1],
            height: images.itemShape[0],
            channels: 1,
            file: pair.images
        )
        let split = options.split ?? pair.split
        var index = 0
        while let pixels = try images.next(), let label = try labels.next()?.first {
            let name = classes.map { Int(label) < $0.count ? $0[Int(label)] : nil } ?? String(label)
            if let name {
                let example = Example(
                    key: String(index),
                    split: split,
                    medium: try pictures.medium(pixels),
                    target: .label(name)
                )
                try each(.success(example))
            } else {
                let reason =
                    "item \(index): label \(label), but only \(classes?.count ?? 0) classes"
                try each(.failure(IngestionError(file: pair.labels, reason: reason)))
            }
            index += 1
        }
    }
}

extension String {
    /// Where a text first occurs.
    func range(ofText text: String) -> Range<String.Index>? { ranges(of: text).first }

    func replacing(_ range: Range<String.Index>, _ text: String) -> String {
        String(self[..<range.lowerBound]) + text + self[range.upperBound...]
    }
}
