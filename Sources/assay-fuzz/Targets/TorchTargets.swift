import Checkpoints
import Domain
import Tensors

extension FuzzTarget {
    private static let shapes: [(name: String, shape: [Int])] = [
        ("a", [2, 3]), ("b", [1]), ("c.weight", []), ("none", [0, 4]),
    ]

    /// A PyTorch weight file: the archive and everything in it.
    static let torch = FuzzTarget(
        name: "torch",
        seeds: { [TinyTorch.file(shapes), TinyTorch.file([("x", [300])])] },
        read: { try readAll($0) }
    )

    /// The pickle alone, in an archive that is sound.
    static let pickle = FuzzTarget(
        name: "pickle",
        seeds: { [TinyTorch.pickle(shapes), TinyTorch.pickle([("x", [7]), ("y", [1, 1])])] },
        // The seeds have 8 numbers each; a mutated one may say otherwise.
        read: { try readAll(TinyTorch.file(pickle: $0, elements: 8)) }
    )

    private static func readAll(_ bytes: [UInt8]) throws {
        try ScratchFile.write(bytes, "x.bin")
        let file = try TorchFile(path: ScratchFile.path("x.bin"))
        for entry in file.entries {
            let tensor = file.tensor(entry)
            guard tensor.count == entry.shape.count, tensor.values.count == tensor.count else {
                throw Finding(description: "'\(entry.name)' is not as large as it says")
            }
        }
    }
}
