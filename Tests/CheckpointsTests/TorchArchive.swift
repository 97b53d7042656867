import Foundation

/// Just enough of the zip format to lay out archives by hand, sound ones and lying ones.
struct TorchArchive {
    var entries: [(name: String, bytes: [UInt8])]
    /// Method of compression that the directory claims; 0 is stored.
    var method: UInt16 = 0
    /// Whether all sizes and places stand in 64 bits.
    var isWide = false

    /// An archive of a pickle and storages, as `torch.save` names them.
    init(pickle: [UInt8], storages: [String: [UInt8]] = [:]) {
        entries = [("x/data.pkl", pickle), ("x/byteorder", Array("little".utf8))]
        for (key, bytes) in storages.sorted(by: { $0.key < $1.key }) {
            entries.append(("x/data/\(key)", bytes))
        }
    }

    var bytes: [UInt8] {
        var file: [UInt8] = [], directory: [UInt8] = []
        for (name, bytes) in entries {
            let header = file.count
            let wide =
                isWide
                ? Self.u16(1) + Self.u16(24) + [bytes.count, bytes.count, header].flatMap(Self.u64)
                : []
            let sizes =
                isWide ? [Int](repeating: 0xFFFF_FFFF, count: 2) : [bytes.count, bytes.count]
            file += Self.u32(0x0403_4B50) + [20, 0, 0, 0] + Self.u16(Int(method))
            file += [UInt8](repeating: 0, count: 8) + sizes.flatMap(Self.u32)
            file += Self.u16(name.utf8.count) + Self.u16(0) + name.utf8 + bytes
            directory += Self.u32(0x0201_4B50) + [20, 0, 20, 0, 0, 0] + Self.u16(Int(method))
            directory += [UInt8](repeating: 0, count: 8) + sizes.flatMap(Self.u32)
            directory += Self.u16(name.utf8.count) + Self.u16(wide.count)
            directory += [UInt8](repeating: 0, count: 10)
            directory += Self.u32(isWide ? 0xFFFF_FFFF : header) + name.utf8 + wide
        }
        let start = file.count
        file += directory
        if isWide {
            let record = file.count
            file += Self.u32(0x0606_4B50) + Self.u64(44) + [45, 0, 45, 0]
            file += [UInt8](repeating: 0, count: 8) + Self.u64(entries.count)
            file += Self.u64(entries.count) + Self.u64(directory.count) + Self.u64(start)
            file += Self.u32(0x0706_4B50) + Self.u32(0) + Self.u64(record) + Self.u32(1)
        }
        file += Self.u32(0x0605_4B50) + [0, 0, 0, 0]
        let count = isWide ? 0xFFFF : entries.count
        file += Self.u16(count) + Self.u16(count)
        file += Self.u32(isWide ? 0xFFFF_FFFF : directory.count)
        return file + Self.u32(isWide ? 0xFFFF_FFFF : start) + Self.u16(0)
    }

    /// Lays the archive as a file.
    func write() throws -> String { try Self.write(bytes) }

    static func write(_ bytes: [UInt8]) throws -> String {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "assay-\(UUID().uuidString).bin")
        try Data(bytes).write(to: url)
        return url.path
    }

    private static func u16(_ value: Int) -> [UInt8] { little(UInt16(value)) }
    private static func u32(_ value: Int) -> [UInt8] { little(UInt32(value)) }
    private static func u64(_ value: Int) -> [UInt8] { little(UInt64(value)) }
    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}

/// Pickles by hand, instruction after instruction.
struct Pickle {
    private(set) var bytes: [UInt8] = [0x80, 2]

    /// Any instructions, ended.
    init(_ code: [UInt8]) { bytes += code + [0x2E] }

    /// A dictionary of tensors.
    init(_ tensors: [(name: String, tensor: [UInt8])]) {
        self.init([0x7D, 0x28] + tensors.flatMap { Self.text($0.name) + $0.tensor } + [0x75])
    }

    /// A tensor of a storage: the call that makes it.
    static func tensor(
        storage: String = "0",
        type: String = "FloatStorage",
        elements: Int,
        offset: Int = 0,
        size: [Int],
        strides: [Int]
    ) -> [UInt8] {
        var code = global("torch._utils", "_rebuild_tensor_v2") + [0x28]
        code += [0x28] + text("storage") + global("torch", type) + text(storage) + text("cpu")
        code += integer(elements) + [0x74, 0x51]
        code += integer(offset) + tuple(size) + tuple(strides) + [0x89]
        return code + global("collections", "OrderedDict") + [0x29, 0x52, 0x74, 0x52]
    }

    static func global(_ module: String, _ name: String) -> [UInt8] {
        [0x63] + "\(module)\n\(name)\n".utf8
    }

    static func text(_ text: String) -> [UInt8] {
        [0x58] + withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { Array($0) } + text.utf8
    }

    /// In eight bytes, so that any number fits.
    static func integer(_ value: Int) -> [UInt8] {
        [0x8A, 8] + withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func tuple(_ values: [Int]) -> [UInt8] { [0x28] + values.flatMap(integer) + [0x74] }
}
