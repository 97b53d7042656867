import Domain

/// Just enough of PyTorch's weight files to make seeds: a zip archive of stored entries.
enum TinyTorch {
    /// An archive of a pickle and a storage `0` of `elements` floats.
    static func file(pickle: [UInt8], elements: Int) -> [UInt8] {
        let storage = (0..<elements).flatMap { _ in [0, 0, 0, 0x3F] as [UInt8] }
        return archive([
            ("x/data.pkl", pickle), ("x/byteorder", Array("little".utf8)), ("x/data/0", storage),
        ])
    }

    /// Single-precision tensors of 0.5, one after the other in one storage.
    static func file(_ shapes: [(name: String, shape: [Int])]) -> [UInt8] {
        file(
            pickle: pickle(shapes),
            elements: shapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
        )
    }

    /// The pickle of a dictionary of tensors, as `torch.save` writes it but for the memo.
    static func pickle(_ shapes: [(name: String, shape: [Int])]) -> [UInt8] {
        let total = shapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
        var code: [UInt8] =
            [0x80, 2] + global("collections", "OrderedDict") + [0x71, 0, 0x29, 0x52]
        code += [0x71, 1, 0x28]
        var offset = 0
        for (name, shape) in shapes {
            code += text(name) + global("torch._utils", "_rebuild_tensor_v2") + [0x28, 0x28]
            code += text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu")
            code += integer(total) + [0x74, 0x51] + integer(offset) + tuple(shape)
            var strides = [Int](repeating: 1, count: shape.count)
            for axis in shape.indices.dropLast().reversed() {
                strides[axis] = strides[axis + 1] * shape[axis + 1]
            }
            code += tuple(strides) + [0x89, 0x68, 0, 0x29, 0x52, 0x74, 0x52]
            offset += shape.reduce(1, *)
        }
        code +=
            [0x75, 0x7D, 0x58, 9, 0, 0, 0] + "_metadata".utf8 + [0x68, 0, 0x29, 0x52, 0x73, 0x62]
        return code + [0x2E]
    }

    private static func global(_ module: String, _ name: String) -> [UInt8] {
        [0x63] + "\(module)\n\(name)\n".utf8
    }

    private static func text(_ text: String) -> [UInt8] {
        [0x58] + little(UInt32(text.utf8.count)) + text.utf8
    }

    private static func integer(_ value: Int) -> [UInt8] {
        value < 256 ? [0x4B, UInt8(value)] : [0x4A] + little(Int32(value))
    }

    private static func tuple(_ values: [Int]) -> [UInt8] {
        [0x28] + values.flatMap(integer) + [0x74]
    }

    private static func archive(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = [], directory: [UInt8] = []
        for (name, bytes) in entries {
            let size = little(UInt32(bytes.count)), length = little(UInt16(name.utf8.count))
            let start = little(UInt32(file.count))
            let zeros = [UInt8](repeating: 0, count: 14)
            file += little(UInt32(0x0403_4B50)) + zeros + size + size + length + [0, 0]
            file += name.utf8 + bytes
            directory += little(UInt32(0x0201_4B50)) + zeros + [0, 0] + size + size + length
            directory += [UInt8](repeating: 0, count: 12) + start + name.utf8
        }
        let start = little(UInt32(file.count)), count = little(UInt16(entries.count))
        file += directory + little(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + count + count
        return file + little(UInt32(directory.count)) + start + [0, 0]
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
