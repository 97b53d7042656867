import Domain

/// Just enough of the safetensors format to make seeds.
enum Safetensors {
    /// Single-precision tensors of 0.5, one after the other.
    static func file(_ shapes: [(name: String, shape: [Int])]) -> [UInt8] {
        var members: [String: JSONValue] = [:]
        var end = 0
        for (name, shape) in shapes {
            let start = end
            end += 4 * shape.reduce(1, *)
            members[name] = .object([
                "dtype": .string("F32"),
                "shape": .array(shape.map(JSONValue.integer)),
                "data_offsets": .array([.integer(start), .integer(end)]),
            ])
        }
        var file = [UInt8](repeating: 0, count: 8) + JSONValue.object(members).text.utf8
        for _ in 0..<end / 4 { file += [0, 0, 0, 0x3F] }
        correctLength(&file)
        return file
    }

    /// Makes the header end at the last brace.
    static func correctLength(_ file: inout [UInt8]) {
        guard let brace = file.lastIndex(of: UInt8(ascii: "}")), brace >= 8 else { return }
        withUnsafeBytes(of: UInt64(brace - 7).littleEndian) {
            file.replaceSubrange(0..<8, with: $0)
        }
    }
}
