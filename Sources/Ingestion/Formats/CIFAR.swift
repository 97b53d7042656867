package import Domain

/// CIFAR-10 and CIFAR-100, binary version (Krizhevsky 2009).
package enum CIFAR: DatasetFormat {
    package static let name = "cifar"
    package static let summary =
        "data_batch_*.bin and test_batch.bin, or train.bin and test.bin; a folder or the .tar.gz"
    package static let kind = DatasetKind.image
    package static let options: [FormatOption] = []

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        if source.isFolder {
            let names = Set(FileTree.entries(source.path).map(\.name))
            return names.contains("batches.meta.txt") || names.contains("fine_label_names.txt")
        }
        guard source.isArchive,
            let archive = try? ArchiveReader(source.path, name: source.name)
        else { return false }
        for _ in 0..<20 {
            guard let member = try? archive.next() else { return false }
            if CIFARBatch(member.name) != nil { return true }
        }
        return false
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        // An archive that is damaged further on is reported when its pictures are read.
        let names = (try? classNames(source)) ?? [:]
        var found = false
        do {
            try files(source, where: { CIFARBatch($0) != nil }) { path, result in
                guard let batch = CIFARBatch(path) else { return }
                found = true
                switch result {
                case .failure(let error): try each(.failure(error))
                case .success(let bytes):
                    try batch.read(bytes, names: names, split: options.split, each)
                }
            }
        } catch let error as IngestionError where found {
            try each(.failure(error))
        }
        if !found {
            throw IngestionError(
                file: source.name,
                reason: "no data_batch_*.bin, test_batch.bin, train.bin or test.bin"
            )
        }
    }

    /// The class names by the file that lists them, one a line.
    private static func classNames(_ source: SourceLocation) throws -> [String: [String]] {
        var names: [String: [String]] = [:]
        let lists = ["batches.meta.txt", "fine_label_names.txt", "coarse_label_names.txt"]
        try files(source, where: { lists.contains($0.lastPathComponent) }) { path, result in
            guard case .success(let bytes) = result else { return }
            names[path.lastPathComponent] = String(decoding: bytes, as: UTF8.self)
                .split(whereSeparator: \.isNewline).map { String($0.trimmingSpace()) }
                .filter { !$0.isEmpty }
        }
        return names
    }

    /// Hands over the wanted files of a folder or archive; a file is 30 MB at most.
    private static func files(
        _ source: SourceLocation,
        where isWanted: (String) -> Bool,
        _ each: (String, Result<[UInt8], IngestionError>) throws -> Void
    ) throws {
        if source.isFolder {
            for entry in FileTree.entries(source.path) where !entry.isFolder && isWanted(entry.name)
            {
                let bytes = Result { () throws(IngestionError) in
                    try WholeFile.read(source.path + "/" + entry.name, name: entry.name)
                }
                try each(entry.name, bytes)
            }
            return
        }
        let archive = try ArchiveReader(source.path, name: source.name)
        while let member = try archive.next() {
            if let refusal = member.refusal {
                if isWanted(member.name) {
                    try each(
                        member.name,
                        .failure(IngestionError(file: member.name, reason: refusal))
                    )
                }
            } else if isWanted(member.name) {
                try each(member.name, Result { () throws(IngestionError) in try archive.bytes() })
            }
        }
    }
}

/// One of CIFAR's files: records of one or two label bytes and 3 x 32 x 32 bytes, plane by plane.
private struct CIFARBatch {
    private let path: String
    private let name: String
    private let split: String
    /// CIFAR-100 has a coarse label before the fine one.
    private let labelCount: Int

    init?(_ path: String) {
        self.path = path
        name = path.lastPathComponent
        switch name {
        case "test_batch.bin": (split, labelCount) = ("test", 1)
        case "train.bin": (split, labelCount) = ("train", 2)
        case "test.bin": (split, labelCount) = ("test", 2)
        default:
            guard name.hasPrefix("data_batch_"), name.hasSuffix(".bin") else { return nil }
            (split, labelCount) = ("train", 1)
        }
    }

    func read(
        _ bytes: [UInt8],
        names: [String: [String]],
        split: String?,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        let pixels = 32 * 32
        let size = labelCount + 3 * pixels
        let pictures = try PictureMaker(width: 32, height: 32, channels: 3, file: path)
        let fine = names[labelCount == 1 ? "batches.meta.txt" : "fine_label_names.txt"]
        let coarse = names["coarse_label_names.txt"]
        for index in 0..<bytes.count / size {
            let start = index * size
            let label = Int(bytes[start + labelCount - 1])
            if let fine, label >= fine.count {
                let reason = "record \(index): label \(label), but only \(fine.count) classes"
                try each(.failure(IngestionError(file: path, reason: reason)))
                continue
            }
            var interleaved = [UInt8](repeating: 0, count: 3 * pixels)
            for channel in 0..<3 {
                let plane = start + labelCount + channel * pixels
                for pixel in 0..<pixels { interleaved[3 * pixel + channel] = bytes[plane + pixel] }
            }
            var attributes: [String: String] = [:]
            if labelCount == 2 {
                let group = Int(bytes[start])
                attributes["coarse"] =
                    coarse.flatMap { group < $0.count ? $0[group] : nil } ?? "\(group)"
            }
            let example = Example(
                key: "\(name.dropLast(4))/\(index)",
                split: split ?? self.split,
                medium: try pictures.medium(interleaved),
                target: .label(fine?[label] ?? String(label)),
                attributes: attributes
            )
            try each(.success(example))
        }
        if bytes.count % size != 0 {
            let reason =
                "truncated: \(bytes.count) bytes are no whole number of \(size)-byte records"
            try each(.failure(IngestionError(file: path, reason: reason)))
        }
    }
}
