import Domain
import Media

/// A safetensors file of expectations, read just far enough for these tests.
struct RecordedTensors {
    private let header: JSONValue
    private let bytes: [UInt8]
    private let start: Int

    init(_ path: String) throws {
        bytes = try FileBytes.read(path)
        let length = bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        start = 8 + length
        header = try JSONValue(parsing: Array(bytes[8..<start]))
    }

    func has(_ name: String) -> Bool { header[name] != nil }

    func shape(_ name: String) -> [Int] {
        header[name]?["shape"]?.array?.compactMap(\.integer) ?? []
    }

    func uint8(_ name: String) -> [UInt8] { Array(raw(name)) }

    func floats(_ name: String) -> [Float] {
        let raw = Array(raw(name))
        return raw.withUnsafeBytes { raw in
            (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
        }
    }

    func integers(_ name: String) -> [Int] {
        let raw = Array(raw(name))
        return raw.withUnsafeBytes { raw in
            (0..<raw.count / 8).map {
                Int(raw.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self))
            }
        }
    }

    private func raw(_ name: String) -> ArraySlice<UInt8> {
        let offsets = header[name]?["data_offsets"]?.array?.compactMap(\.integer) ?? [0, 0]
        return bytes[start + offsets[0]..<start + offsets[1]]
    }
}
