package import Digests
import Domain
import Foundation
package import Kernels
import Synchronization
package import Tensors

/// The weights of a checkpoint folder: one file, or the shards that an index names.
///
/// As the reference does, it takes the first that is there of `model.safetensors`,
/// `model.safetensors.index.json`, `pytorch_model.bin` and `pytorch_model.bin.index.json`.
package struct Checkpoint: Sendable {
    package let folder: String
    package let format: WeightFormat
    /// The weight files, by name.
    package let files: [(name: String, contents: any WeightFile)]
    private let home: [String: Int]

    /// Maps the folder's weights and checks what they say of themselves.
    ///
    /// - Throws: ``CheckpointError`` for a missing or malformed file, a shard that lies outside the
    ///   folder, or an index and shards that disagree.
    package init(folder: String) throws(CheckpointError) {
        guard let (format, isSharded) = Self.found(folder) else {
            let others = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let endings = [".bin", ".pt", ".pth", ".ckpt", ".h5", ".msgpack", ".onnx", ".gguf"]
            throw .noWeights(
                folder: folder,
                found: others.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
            )
        }
        self.folder = folder
        self.format = format
        let map =
            isSharded ? try Self.weightMap(folder: folder, index: format.indexName) : nil
        var files: [(String, any WeightFile)] = []
        for name in map.map({ Set($0.values).sorted() }) ?? [format.fileName] {
            files.append((name, try format.open(folder + "/" + name)))
        }
        self.files = files
        var home: [String: Int] = [:]
        for (position, file) in self.files.enumerated() {
            for entry in file.contents.entries {
                guard home.updateValue(position, forKey: entry.name) == nil else {
                    throw .malformed(
                        file: file.contents.file.path,
                        format: format,
                        reason: "tensor '\(entry.name)' is in another shard as well"
                    )
                }
            }
        }
        self.home = home
        if let map { try checkIndex(map) }
    }

    /// Every tensor's name, sorted.
    package var names: [String] { home.keys.sorted() }

    /// What its file says of a tensor; nil if there is none of that name.
    package func entry(_ name: String) -> TensorEntry? {
        home[name].flatMap { files[$0].contents[name] }
    }

    /// Reads a tensor in single precision; nil if there is none of that name.
    ///
    /// See ``WeightFile/tensor(_:workers:)``.
    package func tensor(_ name: String, workers: Workers = .single) -> Tensor? {
        guard let position = home[name], let entry = files[position].contents[name] else {
            return nil
        }
        return files[position].contents.tensor(entry, workers: workers)
    }

    /// Whether two tensors are the same numbers of the same file, as PyTorch keeps tied weights.
    package func areOne(_ a: String, _ b: String) -> Bool {
        guard let one = entry(a), let other = entry(b), home[a] == home[b] else { return false }
        return one.bytes == other.bytes && one.shape == other.shape
            && one.elementType == other.elementType && one.strides == other.strides
    }

    /// How many numbers the weights are, of each element type.
    package var parametersByType: [ElementType: Int] {
        files.flatMap(\.contents.entries).reduce(into: [:]) {
            $0[$1.elementType, default: 0] += $1.shape.count
        }
    }

    /// Adds the weight files' names and bytes to a digest, a few files at a time.
    package func hash(into hasher: inout SHA256Hasher, workers: Workers = .single) {
        let digests = Mutex([Int: SHA256Digest]())
        workers.divide(files.count) { part in
            for index in part {
                let digest = Self.digest(of: files[index].contents.file)
                digests.withLock { $0[index] = digest }
            }
        }
        let found = digests.withLock { $0 }
        for (index, file) in files.enumerated() {
            hasher.update(field: file.name)
            hasher.update(field: found[index]?.hexadecimal)
        }
    }

    private static func digest(of file: MappedFile) -> SHA256Digest {
        var hasher = SHA256Hasher()
        let piece = 1 << 23
        for start in stride(from: 0, to: file.bytes.count, by: piece) {
            let range = start..<min(start + piece, file.bytes.count)
            hasher.update(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
            file.forget(range)
        }
        return hasher.finish()
    }

    /// The weights to take, and whether they are in shards.
    private static func found(_ folder: String) -> (WeightFormat, isSharded: Bool)? {
        for format in WeightFormat.allCases {
            for (name, isSharded) in [(format.fileName, false), (format.indexName, true)]
            where FileManager.default.fileExists(atPath: folder + "/" + name) {
                return (format, isSharded)
            }
        }
        return nil
    }

    private static func weightMap(
        folder: String,
        index: String
    ) throws(CheckpointError) -> [String: String] {
        let map = try ConfigurationScope(file: folder + "/" + index).scope("weight_map")
        var files: [String: String] = [:]
        for name in map.keys {
            let file = try map.string(name)
            guard !file.isEmpty, !file.contains("/"), !file.hasPrefix(".") else {
                throw map.error(
                    name,
                    expected: "a file name in the same folder",
                    found: "'\(file)'"
                )
            }
            files[name] = file
        }
        return files
    }

    private func checkIndex(_ map: [String: String]) throws(CheckpointError) {
        for (name, file) in map.sorted(by: { $0.key < $1.key }) {
            guard let position = home[name], files[position].name == file else {
                throw .missingTensor(name: name, folder: folder + "/" + file)
            }
        }
        let unlisted = home.keys.filter { map[$0] == nil }.sorted()
        guard unlisted.isEmpty else {
            throw .unusedTensors(names: unlisted, folder: folder)
        }
    }
}
