import Checkpoints
import Domain
import Tensors

extension FuzzTarget {
    static let shardIndex = FuzzTarget(
        name: "shard-index",
        seeds: {
            let index = #"""
                {"metadata": {"total_size": 12}, "weight_map": {"x": "a", "y": "a", "z": "b"}}
                """#
            return [Array(index.utf8)]
        },
        read: { bytes in
            let one = [("x", [1]), ("y", [1])], other = [("z", [1])]
            try read(bytes, "shards", "model.safetensors", Safetensors.file, one, other)
            try read(bytes, "torch-shards", "pytorch_model.bin", TinyTorch.file, one, other)
        }
    )

    private static func read(
        _ bytes: [UInt8],
        _ folder: String,
        _ name: String,
        _ make: ([(name: String, shape: [Int])]) -> [UInt8],
        _ one: [(name: String, shape: [Int])],
        _ other: [(name: String, shape: [Int])]
    ) throws {
        try ScratchFile.write(make(one), folder + "/a")
        try ScratchFile.write(make(other), folder + "/b")
        try ScratchFile.write(bytes, folder + "/\(name).index.json")
        let checkpoint = try Checkpoint(folder: ScratchFile.path(folder))
        guard checkpoint.names.allSatisfy({ checkpoint.tensor($0)?.count == 1 }) else {
            throw Finding(description: "a tensor is named that is not there")
        }
    }
}
