package import Digests
import Domain
import Foundation
package import Tensors

/// The weights of a checkpoint folder: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` names.
package struct Checkpoint: Sendable {
    package let folder: String
    /// The weight files, by name.
    package let files: [(name: String, contents: SafetensorsFile)]
    private let home: [String: Int]

    /// Maps the folder's weights and checks their headers.
    ///
    /// - Throws: ``CheckpointError`` for a missing or malformed file, a shard that lies outside the
    ///   folder, or an index and shards that disagree.
    package init(folder: String) throws(CheckpointError) {
        self.folder = folder
        let index = "model.safetensors.index.json"
        if FileManager.default.fileExists(atPath: folder + "/" + index) {
            let map = try Self.weightMap(folder: folder, index: index)
            var files: [(String, SafetensorsFile)] = []
            for name in Set(map.values).sorted() {
                files.append((name, try SafetensorsFile(path: folder + "/" + name)))
            }
            self.files = files
        } else {
            let single = folder + "/model.safetensors"
            guard FileManager.default.fileExists(atPath: single) else {
                let others = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                throw .noWeights(
                    folder: folder,
                    found: others.filter { $0.hasSuffix(".bin") || $0.hasSuffix(".pt") }.sorted()
                )
            }
            files = [("model.safetensors", try SafetensorsFile(path: single))]
        }
        var home: [String: Int] = [:]
        for (position, file) in files.enumerated() {
            for entry in file.contents.entries {
                guard home.updateValue(position, forKey: entry.name) == nil else {
                    throw .malformed(
                        file: file.contents.file.path,
                        reason: "tensor '\(entry.name)' is in another shard as well"
                    )
                }
            }
        }
        self.home = home
        if files.count > 1 || FileManager.default.fileExists(atPath: folder + "/" + index) {
            try checkIndex(Self.weightMap(folder: folder, index: index))
        }
    }

    /// Every tensor's name, sorted.
    package var names: [String] { home.keys.sorted() }

    /// What a header says of a tensor; nil if there is none of that name.
    package func entry(_ name: String) -> SafetensorsFile.Entry? {
        home[name].flatMap { files[$0].contents[name] }
    }

    /// Reads a tensor, widened to single precision; nil if there is none of that name.
    package func tensor(_ name: String) -> Tensor? {
        guard let position = home[name], let entry = files[position].contents[name] else {
            return nil
        }
        return files[position].contents.tensor(entry)
    }

    /// How many numbers the weights are, of each element type.
    package var parametersByType: [ElementType: Int] {
        files.flatMap(\.contents.entries).reduce(into: [:]) {
            $0[$1.elementType, default: 0] += $1.shape.count
        }
    }

    /// Adds the weight files' names and bytes to a digest.
    package func hash(into hasher: inout SHA256Hasher) {
        for file in files {
            hasher.update(field: file.name)
            var contents = SHA256Hasher()
            contents.update(file.contents.file.bytes)
            hasher.update(field: contents.finish().hexadecimal)
        }
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
