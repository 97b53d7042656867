import Checkpoints
import Foundation
import Tensors
import Testing

/// Folders of weights: shards, scopes, left-overs.
struct CheckpointTests {
    @Test func readsShards() throws {
        let folder = try Self.folder([
            "one.safetensors": ["a.weight": [1, 2]], "two.safetensors": ["b.weight": [3]],
        ])
        try Self.index(folder, ["a.weight": "one.safetensors", "b.weight": "two.safetensors"])
        let checkpoint = try Checkpoint(folder: folder)
        #expect(checkpoint.names == ["a.weight", "b.weight"])
        #expect(checkpoint.tensor("b.weight")?.values == [3])
        let scope = WeightScope(checkpoint)
        #expect(try scope["a"].tensor("weight", [2]).values == [1, 2])
        let error = #expect(throws: CheckpointError.self) { try scope.requireAllRead() }
        #expect(error?.description.contains("does not use 1 of the tensors") == true)
        #expect(error?.description.contains("b.weight") == true)
    }

    @Test func refusesIndexThatDisagrees() throws {
        let folder = try Self.folder(["one.safetensors": ["a": [1], "stray": [2]]])
        try Self.index(folder, ["a": "one.safetensors"])
        #expect(throws: CheckpointError.unusedTensors(names: ["stray"], folder: folder)) {
            try Checkpoint(folder: folder)
        }
        try Self.index(
            folder,
            ["a": "one.safetensors", "stray": "one.safetensors", "lost": "one.safetensors"]
        )
        #expect(
            throws: CheckpointError.missingTensor(name: "lost", folder: folder + "/one.safetensors")
        ) {
            try Checkpoint(folder: folder)
        }
    }

    @Test(arguments: ["../one.safetensors", "/etc/passwd", "", ".."])
    func refusesShardsOutsideTheFolder(_ name: String) throws {
        let folder = try Self.folder(["one.safetensors": ["a": [1]]])
        try Self.index(folder, ["a": name])
        let error = #expect(throws: CheckpointError.self) { try Checkpoint(folder: folder) }
        #expect(
            error?.description.contains("weight_map.a") == true,
            "\(error?.description ?? "none")"
        )
    }

    @Test func namesWhatIsMissing() throws {
        let folder = try Self.folder(["model.safetensors": ["a.weight": [1, 2]]])
        let scope = WeightScope(try Checkpoint(folder: folder))
        #expect(throws: CheckpointError.missingTensor(name: "a.bias", folder: folder)) {
            try scope["a"].tensor("bias", [2])
        }
        #expect(throws: CheckpointError.shapeMismatch(name: "a.weight", expected: [3], found: [2]))
        {
            try scope["a"].tensor("weight", [3])
        }
    }

    @Test func saysWhichWeightsItCannotRead() throws {
        let folder = try Self.folder([:])
        try Data().write(to: URL(filePath: folder + "/tf_model.h5"))
        let error = #expect(throws: CheckpointError.self) { try Checkpoint(folder: folder) }
        #expect(
            error?.description
                == "no model.safetensors and no pytorch_model.bin in \(folder), nor an index of "
                + "shards; convert tf_model.h5 to safetensors first"
        )
    }

    /// Large tensors are lent from the file, and a model may keep them longer than the checkpoint.
    @Test func lentTensorsOutliveTheCheckpoint() throws {
        let values = (0..<100_000).map(Float.init)
        let folder = try Self.folder(["model.safetensors": ["a": [1, 2, 3], "large": values]])
        var checkpoint: Checkpoint? = try Checkpoint(folder: folder)
        let tensor = try #require(checkpoint?.tensor("large"))
        checkpoint = nil
        #expect(tensor.values == values)
        #expect(try Checkpoint(folder: folder).tensor("a")?.values == [1, 2, 3])
    }

    @Test func configurationErrorsNameThePath() throws {
        let json =
            #"{"vision_config": {"hidden_size": "many"}, "id2label": {"0": "a", "2": "c"}, "n": null}"#
        let scope = try ConfigurationScope(bytes: Array(json.utf8), file: "config.json")
        let error = #expect(throws: CheckpointError.self) {
            try scope.scope("vision_config").integer("hidden_size")
        }
        #expect(
            error?.description
                == "config.json: 'vision_config.hidden_size' should be a whole number from 1 to "
                + "2147483647, found \"many\""
        )
        let gap = #expect(throws: CheckpointError.self) { try scope.labels() }
        #expect(gap?.description.contains("'id2label.1'") == true)
        let array = #expect(throws: CheckpointError.self) {
            try ConfigurationScope(bytes: Array("[]".utf8), file: "config.json")
        }
        #expect(array?.description == "config.json: it should be an object, found an array")
        #expect(try scope.integer("n", default: 3) == 3)
        #expect(throws: CheckpointError.self) { try scope.integer("absent") }
    }

    static func folder(_ files: [String: [String: [Float]]]) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "assay-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, tensors) in files {
            var members: [String] = []
            var data: [UInt8] = []
            for (tensor, values) in tensors.sorted(by: { $0.key < $1.key }) {
                let start = data.count
                data += values.flatMap {
                    withUnsafeBytes(of: $0.bitPattern.littleEndian) { Array($0) }
                }
                members.append(
                    #""\#(tensor)":{"dtype":"F32","shape":[\#(values.count)],"data_offsets":[\#(start),\#(data.count)]}"#
                )
            }
            let path = try SafetensorsTests.write("{\(members.joined(separator: ","))}", data: data)
            try FileManager.default.moveItem(atPath: path, toPath: url.path + "/" + name)
        }
        return url.path
    }

    static func index(_ folder: String, _ map: [String: String]) throws {
        let members = map.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }
        try Data(#"{"weight_map":{\#(members.joined(separator: ","))}}"#.utf8)
            .write(to: URL(filePath: folder + "/model.safetensors.index.json"))
    }
}
