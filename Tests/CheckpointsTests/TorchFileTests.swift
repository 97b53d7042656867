import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

/// PyTorch's weight files: what `torch.save` writes is read, anything else is refused with a sentence.
struct TorchFileTests {
    static let fixtures = RepositoryPaths.fixtures + "/checkpoints/"

    @Test(arguments: ["zip", "protocol4", "sharded"])
    func readsWhatPyTorchWrites(_ folder: String) throws {
        let expected = try SafetensorsFile(path: Self.fixtures + "expected.safetensors")
        let checkpoint = try Checkpoint(folder: Self.fixtures + folder)
        #expect(checkpoint.format == .torch)
        #expect(checkpoint.names == expected.entries.map(\.name).sorted())
        for entry in expected.entries {
            let found = try #require(checkpoint.tensor(entry.name), "\(entry.name)")
            #expect(found.shape == entry.shape, "\(entry.name)")
            #expect(found.values == expected.tensor(entry).values, "\(entry.name)")
        }
        #expect(checkpoint.parametersByType[.bfloat16] == 15)
        #expect(checkpoint.areOne("views.whole", "views.tied"))
        #expect(!checkpoint.areOne("views.whole", "views.transposed"))
    }

    @Test func readsStateDictsOfModules() throws {
        let checkpoint = try Checkpoint(folder: Self.fixtures + "module")
        #expect(checkpoint.names == ["0.bias", "0.weight", "1.bias", "1.weight"])
        #expect(checkpoint.entry("0.weight")?.shape == [2, 3])
        #expect(checkpoint.tensor("1.weight")?.values == [1, 1])
    }

    @Test func prefersSafetensors() throws {
        let folder = try CheckpointTests.folder(["model.safetensors": ["a": [1]]])
        try FileManager.default.copyItem(
            atPath: Self.fixtures + "zip/pytorch_model.bin",
            toPath: folder + "/pytorch_model.bin"
        )
        #expect(try Checkpoint(folder: folder).names == ["a"])
    }

    /// A second name of tied weights, which only PyTorch's files have, is not left over.
    @Test func tiedTensorsAreReadOnce() throws {
        let checkpoint = try Checkpoint(folder: Self.fixtures + "zip")
        let scope = WeightScope(checkpoint, names: WeightNames(leftOver: ["types.*", "scalar"]))
        _ = try scope["views"].tensor("whole", [4, 6, 2])
        let error = #expect(throws: CheckpointError.self) { try scope.requireAllRead() }
        #expect(
            error?.description.contains(
                "does not use 7 of the tensors in \(Self.fixtures)zip: empty, positions, "
                    + "views.half, views.parameter, views.part, ..."
            ) == true,
            "\(error?.description ?? "none")"
        )
    }

    static let refusals: [(folder: String, sentence: String)] = [
        (
            "legacy",
            "it is in PyTorch's format from before version 1.6; load it with torch.load and"
        ),
        (
            "nested",
            "it holds more than tensors: 'epoch' (a whole number), 'state_dict' (a dictionary), "
                + "'optimizer' (a dictionary); save its member 'state_dict' by itself"
        ),
        ("namespace", "its pickle names argparse.Namespace, which is not among the few names that"),
        ("whole-module", "its pickle names torch.nn.modules.container.Sequential, which is not"),
        ("script", "it is a TorchScript program, not weights; save its state_dict instead"),
        ("repeated", "that repeats the 1 elements of its storage"),
        ("complex", "its pickle names torch.ComplexFloatStorage, which is not among"),
    ]

    @Test(arguments: refusals)
    func refusesOtherFilesOfPyTorch(_ refusal: (folder: String, sentence: String)) {
        let error = #expect(throws: CheckpointError.self) {
            try Checkpoint(folder: Self.fixtures + refusal.folder)
        }
        #expect(
            error?.description.contains(refusal.sentence) == true,
            "\(error?.description ?? "none")"
        )
    }

    // MARK: - Archives

    static let sound = TorchArchive(
        pickle: Pickle([
            ("a", Pickle.tensor(elements: 4, size: [2, 2], strides: [1, 2])),
            ("b", Pickle.tensor(elements: 4, offset: 1, size: [3], strides: [1])),
        ]).bytes,
        storages: ["0": [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40]]
    )

    @Test(arguments: [false, true])
    func readsNarrowAndWideArchives(_ isWide: Bool) throws {
        var archive = Self.sound
        archive.isWide = isWide
        let file = try TorchFile(path: archive.write())
        #expect(file.tensor(try #require(file["a"])).values == [1, 3, 2, 4])
        #expect(file.tensor(try #require(file["b"])).values == [2, 3, 4])
    }

    @Test(arguments: [false, true])
    func refusesEveryTruncation(_ isWide: Bool) throws {
        var archive = Self.sound
        archive.isWide = isWide
        let whole = archive.bytes
        for count in 0..<whole.count {
            let path = try TorchArchive.write(Array(whole.prefix(count)))
            #expect(throws: CheckpointError.self, "\(count) bytes") { try TorchFile(path: path) }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func refusesArchivesThatLie() throws {
        var compressed = Self.sound
        compressed.method = 8
        try Self.expect(compressed, "its entry 'x/byteorder' is compressed, which torch.save never")
        var twice = Self.sound
        twice.entries.append(twice.entries[2])
        try Self.expect(twice, "it has two entries 'x/data/0'")
        var other = Self.sound
        other.entries.append(("y/data.pkl", []))
        try Self.expect(other, "more than one entry of the archive is named data.pkl")
        var none = Self.sound
        none.entries.removeFirst()
        try Self.expect(none, "no entry of the archive is named data.pkl")
        var big = Self.sound
        big.entries[1].bytes = Array("big".utf8)
        try Self.expect(big, "its numbers are not little-endian")
        var short = Self.sound
        short.entries[2].bytes.removeLast(4)
        try Self.expect(short, "storage '0' should have 4 elements and has 12 bytes")
        var absent = Self.sound
        absent.entries.removeLast()
        try Self.expect(absent, "storage '0' is not in the archive")
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n"
        try Self.expect(Array(pointer.utf8), "it is a Git LFS pointer in place of the weights")
        try Self.expect(Array("PK".utf8), "it has no directory at its end; it may be cut off")
        try Self.expect([1, 2, 3], "it is no zip archive")
    }

    // MARK: - Pickles

    static let lies: [(pickle: Pickle, sentence: String)] = [
        (tensor(size: [5], strides: [1]), "size [5] and strides [1] from 0 in a storage of 4"),
        (tensor(offset: 1, size: [2, 2], strides: [2, 1]), "from 1 in a storage of 4 elements"),
        (tensor(offset: 5, size: [0], strides: [1]), "from 5 in a storage of 4 elements"),
        (tensor(size: [1 << 40, 1 << 40], strides: [0, 0]), "in a storage of 4 elements"),
        (tensor(size: [3], strides: [1 << 62]), "in a storage of 4 elements"),
        (tensor(size: [5], strides: [0]), "that repeats the 4 elements of its storage"),
        (tensor(size: [-1], strides: [1]), "whose size is no tuple of whole numbers"),
        (tensor(size: [2], strides: [-1]), "whose size is no tuple of whole numbers"),
        (tensor(offset: -1, size: [2], strides: [1]), "a tensor of 1 sizes and 1 strides"),
        (tensor(size: [2, 2], strides: [1]), "a tensor of 2 sizes and 1 strides"),
        (Pickle([0x4B, 1]), "it holds something else than a dictionary of tensors"),
        (Pickle([0x7D, 0x4E, 0x4B, 1, 0x73]), "a member whose name is None"),
        (Pickle(Pickle.global("os", "system")), "its pickle names os.system, which is not among"),
        (
            Pickle(Pickle.global("torch._utils", "_rebuild_tensor_v2") + [0x29, 0x52]),
            "calls torch._utils._rebuild_tensor_v2 with other arguments than PyTorch does"
        ),
        (Pickle([0x29, 0x81]), "its pickle uses NEWOBJ, which no dictionary of tensors needs"),
        (Pickle([0xFF]), "its pickle uses 0xFF, which no dictionary of tensors needs"),
        (Pickle([0x69]), "its pickle uses INST"),
        (Pickle([0x7D, 0x4B, 1, 0x62, 0x4B, 1, 0x7D, 0x62]), "(BUILD)"),
        (Pickle([0x68, 9]), "its pickle recalls value 9, which it did not keep"),
        (Pickle([0x52]), "its pickle takes values that it did not make"),
        (Pickle([0x28, 0x85]), "its pickle takes values that it did not make"),
        (Pickle([0x58, 0xFF, 0xFF, 0xFF, 0xFF]), "in the middle of an instruction"),
        (Pickle([0x58, 1, 0, 0, 0, 0xC3]), "a string that is not UTF-8"),
        (Pickle([0x8A, 9] + [UInt8](repeating: 1, count: 9)), "a number of 9 bytes"),
        (Pickle([0x63] + [UInt8](repeating: 0x41, count: 400)), "a name without an end"),
        (
            Pickle([("a", tensorCode), ("a", tensorCode)]),
            "it has two tensors 'a'"
        ),
        (
            Pickle([UInt8](repeating: 0x29, count: 2_000_000)),
            "its pickle takes more than 2000000 steps"
        ),
    ]

    private static let tensorCode = Pickle.tensor(elements: 4, size: [4], strides: [1])

    private static func tensor(offset: Int = 0, size: [Int], strides: [Int]) -> Pickle {
        Pickle([
            ("a", Pickle.tensor(elements: 4, offset: offset, size: size, strides: strides))
        ])
    }

    @Test(arguments: lies.indices)
    func refusesPicklesThatLie(_ index: Int) throws {
        let storage = ["0": [UInt8](repeating: 0, count: 16)]
        try Self.expect(
            TorchArchive(pickle: Self.lies[index].pickle.bytes, storages: storage),
            Self.lies[index].sentence
        )
    }

    /// A nest as deep as the file is long is taken apart without the program's own stack.
    @Test func deepNestsAreOnlyRefused() throws {
        let deep = [UInt8](repeating: 0x85, count: 1_000_000)
        try Self.expect(
            TorchArchive(pickle: Pickle([0x29] + deep).bytes),
            "it holds something else than a dictionary of tensors"
        )
    }

    private static func expect(_ archive: TorchArchive, _ sentence: String) throws {
        try expect(archive.bytes, sentence)
    }

    private static func expect(_ bytes: [UInt8], _ sentence: String) throws {
        let path = try TorchArchive.write(bytes)
        let error = #expect(throws: CheckpointError.self) { try TorchFile(path: path) }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "none")")
        try FileManager.default.removeItem(atPath: path)
    }
}
