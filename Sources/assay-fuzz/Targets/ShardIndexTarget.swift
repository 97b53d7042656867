import Checkpoints
import Domain
import Tensors

extension FuzzTarget {
    static let shardIndex = FuzzTarget(
        name: "shard-index",
        seeds: {
            let index = #"""
                {"metadata": {"total_size": 12}, "weight_map": {"x": "a.safetensors",
                "y": "a.safetensors", "z": "b.safetensors"}}
                """#
            return [Array(index.utf8)]
        },
        read: { bytes in
            try ScratchFile.write(
                Safetensors.file([("x", [1]), ("y", [1])]),
                "shards/a.safetensors"
            )
            try ScratchFile.write(Safetensors.file([("z", [1])]), "shards/b.safetensors")
            try ScratchFile.write(bytes, "shards/model.safetensors.index.json")
            let checkpoint = try Checkpoint(folder: ScratchFile.path("shards"))
            guard checkpoint.names.allSatisfy({ checkpoint.tensor($0)?.count == 1 }) else {
                throw Finding(description: "a tensor is named that is not there")
            }
        }
    )
}
