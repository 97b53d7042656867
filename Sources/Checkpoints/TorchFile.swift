import Tensors

/// The weights that `torch.save` writes of a state dict: a zip archive, mapped into memory, with a
/// pickle that names the tensors and an entry of raw elements for each storage.
///
/// Layout: all entries lie in one folder; `data.pkl` is the pickle, `data/KEY` a storage, `byteorder`
/// says little or big. Nothing in the pickle is executed (``PickleInterpreter``).
///
/// Source: torch 2.13, `torch/serialization.py`, `_save`. Checked by: `Tests/Fixtures/checkpoints`.
package struct TorchFile: WeightFile {
    package let file: MappedFile
    package let entries: [TensorEntry]
    private let index: [String: Int]

    /// Maps and checks a file.
    ///
    /// - Throws: ``CheckpointError/unreadable(file:reason:)``,
    ///   ``CheckpointError/malformed(file:format:reason:)``, or
    ///   ``CheckpointError/refused(file:reason:)`` for one that may be sound and is not weights in
    ///   this layout.
    package init(path: String) throws(CheckpointError) {
        file = try MappedFile(path: path)
        try Self.checkKind(file)
        let archive = try StoredArchive(file)
        let root = try Self.root(archive, path)
        try Self.checkByteOrder(archive, root, file)
        let pickle = archive.entries[root + "/data.pkl"] ?? 0..<0
        var interpreter = PickleInterpreter(
            UnsafeRawBufferPointer(rebasing: file.bytes[pickle]),
            path: path
        )
        let members = try interpreter.members()
        let ranges = try Self.ranges(interpreter.storages, archive, root, path)
        var entries: [TensorEntry] = []
        var strangers: [String] = []
        for (key, value) in members {
            guard case .string(let name) = key else {
                throw .refused(file: path, reason: "it has a member whose name is \(key.kind)")
            }
            if case .tensor(let number) = value {
                let view = interpreter.views[number]
                entries.append(Self.entry(name, view, ranges[view.storage]))
            } else {
                strangers.append("'\(name)' (\(value.kind))")
            }
        }
        guard strangers.isEmpty else { throw Self.strange(strangers, members, path) }
        entries.sort { ($0.bytes.lowerBound, $0.name) < ($1.bytes.lowerBound, $1.name) }
        var index: [String: Int] = [:]
        for (place, entry) in entries.enumerated() {
            guard index.updateValue(place, forKey: entry.name) == nil else {
                throw .malformed(
                    file: path,
                    format: .torch,
                    reason: "it has two tensors '\(entry.name)'"
                )
            }
        }
        self.entries = entries
        self.index = index
    }

    package subscript(name: String) -> TensorEntry? { index[name].map { entries[$0] } }

    // MARK: - Archive

    private static func checkKind(_ file: MappedFile) throws(CheckpointError) {
        if GitPointer.begins(file.bytes) { throw GitPointer.error(file.path) }
        // A pickle of the number 0x1950a86a20f9469cfc6c: what torch.save wrote before version 1.6.
        let legacy: [UInt8] = [
            0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
        ]
        if file.bytes.first == 0x80, file.bytes.dropFirst(2).starts(with: legacy) {
            throw .refused(
                file: file.path,
                reason: "it is in PyTorch's format from before version 1.6; load it with "
                    + "torch.load and save it with torch.save, or convert it to safetensors"
            )
        }
        guard file.bytes.starts(with: [0x50, 0x4B]) else {
            throw .malformed(
                file: file.path,
                format: .torch,
                reason: "it is no zip archive, which torch.save writes"
            )
        }
    }

    /// The folder of the archive that all its entries lie in.
    private static func root(
        _ archive: StoredArchive,
        _ path: String
    ) throws(CheckpointError) -> String {
        let suffix = "/data.pkl"
        let names = archive.compressed.union(archive.entries.keys)
        let roots = names.filter { $0.hasSuffix(suffix) }
            .map { String($0.dropLast(suffix.count)) }
            .filter { !$0.isEmpty && !$0.contains("/") }
        guard roots.count == 1 else {
            throw .malformed(
                file: path,
                format: .torch,
                reason: "\(roots.isEmpty ? "no entry" : "more than one entry") of the archive is "
                    + "named data.pkl"
            )
        }
        guard !names.contains(roots[0] + "/constants.pkl") else {
            throw .refused(
                file: path,
                reason: "it is a TorchScript program, not weights; save its state_dict instead"
            )
        }
        if let name = archive.compressed.min() {
            throw .refused(
                file: path,
                reason: "its entry '\(name)' is compressed, which torch.save never does; load and "
                    + "save it again with PyTorch"
            )
        }
        return roots[0]
    }

    private static func checkByteOrder(
        _ archive: StoredArchive,
        _ root: String,
        _ file: MappedFile
    ) throws(CheckpointError) {
        // Versions before 2.0 did not write it and knew little-endian machines only.
        guard let range = archive.entries[root + "/byteorder"] else { return }
        guard file.bytes[range].elementsEqual("little".utf8) else {
            throw .refused(
                file: file.path,
                reason: "its numbers are not little-endian; save it on another kind of machine"
            )
        }
    }

    /// Where each storage's elements are in the file.
    private static func ranges(
        _ storages: [PickleInterpreter.Storage],
        _ archive: StoredArchive,
        _ root: String,
        _ path: String
    ) throws(CheckpointError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for storage in storages {
            func malformed(_ reason: String) -> CheckpointError {
                .malformed(file: path, format: .torch, reason: "storage '\(storage.key)' \(reason)")
            }
            guard let range = archive.entries["\(root)/data/\(storage.key)"] else {
                throw malformed("is not in the archive")
            }
            let (size, overflows) = storage.count.multipliedReportingOverflow(
                by: storage.elementType?.sizeBytes ?? 1
            )
            guard !overflows, size == range.count else {
                throw malformed(
                    "should have \(storage.count) elements and has \(range.count) bytes"
                )
            }
            ranges.append(range)
        }
        return ranges
    }

    // MARK: - Tensors

    /// A tensor's entry; the interpreter has checked the view against the storage's elements.
    private static func entry(
        _ name: String,
        _ view: PickleInterpreter.View,
        _ storage: Range<Int>
    ) -> TensorEntry {
        let shape = Shape(view.sizes)
        let size = view.elementType.sizeBytes
        let start = storage.lowerBound + view.offset * size
        let last = zip(view.sizes, view.strides).reduce(0) { $0 + max($1.0 - 1, 0) * $1.1 }
        return TensorEntry(
            name: name,
            elementType: view.elementType,
            shape: shape,
            bytes: start..<start + (shape.count == 0 ? 0 : (last + 1) * size),
            strides: isRowMajor(view) ? nil : view.strides
        )
    }

    private static func isRowMajor(_ view: PickleInterpreter.View) -> Bool {
        if view.sizes.contains(0) { return true }
        var expected = 1
        for (size, stride) in zip(view.sizes, view.strides).reversed() where size > 1 {
            if stride != expected { return false }
            expected *= size
        }
        return true
    }

    /// The error for members that are no tensors.
    private static func strange(
        _ strangers: [String],
        _ members: [(key: PickleValue, value: PickleValue)],
        _ path: String
    ) -> CheckpointError {
        let nested = members.compactMap { key, value -> String? in
            guard case .string(let name) = key, case .dictionary = value,
                ["state_dict", "model", "model_state_dict", "module"].contains(name)
            else { return nil }
            return name
        }
        let listed =
            strangers.prefix(5).joined(separator: ", ")
            + (strangers.count > 5 ? ", ..." : "")
        let remedy =
            nested.first.map { "save its member '\($0)' by itself" }
            ?? "save a dictionary of tensors only"
        return .refused(
            file: path,
            reason: "it holds more than tensors: \(listed); \(remedy)"
        )
    }
}
