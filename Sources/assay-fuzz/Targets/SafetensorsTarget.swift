import Checkpoints
import Domain
import Tensors

extension FuzzTarget {
    static let safetensors = FuzzTarget(
        name: "safetensors",
        seeds: {
            let header = #"""
                {"__metadata__": {"format": "pt"},
                "h": {"dtype": "F16", "shape": [2, 1], "data_offsets": [0, 4]},
                "i": {"dtype": "I64", "shape": [], "data_offsets": [4, 12]},
                "none": {"dtype": "BOOL", "shape": [0, 3], "data_offsets": [12, 12]}}
                """#
            var mixed = [UInt8](repeating: 0, count: 8) + header.utf8
            mixed += [UInt8](repeating: 1, count: 12)
            Safetensors.correctLength(&mixed)
            return [Safetensors.file([("a", [2, 3]), ("b", [1])]), mixed]
        },
        repair: { bytes in Safetensors.correctLength(&bytes) },
        read: { bytes in
            try ScratchFile.write(bytes, "x.safetensors")
            let file = try SafetensorsFile(path: ScratchFile.path("x.safetensors"))
            for entry in file.entries {
                guard file.tensor(entry).count == entry.shape.count else {
                    throw Finding(description: "'\(entry.name)' is not as large as it says")
                }
            }
        }
    )
}
