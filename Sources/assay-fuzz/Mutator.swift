/// Changes inputs at random, the same way for the same seed.
struct Mutator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number below `bound`, which must be positive.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// One of the inputs with one to eight changes.
    mutating func mutate(_ inputs: [[UInt8]]) -> [UInt8] {
        var bytes = inputs[below(inputs.count)]
        for _ in 0...below(8) { change(&bytes, inputs) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ inputs: [[UInt8]]) {
        guard !bytes.isEmpty else {
            bytes = inputs[below(inputs.count)]
            return
        }
        let at = below(bytes.count)
        switch below(9) {
        case 0: bytes[at] ^= 1 << below(8)
        case 1: bytes[at] = UInt8(below(256))
        case 2: bytes.insert(UInt8(below(256)), at: at)
        case 3: bytes.removeSubrange(at..<min(bytes.count, at + 1 + below(16)))
        case 4: bytes.removeSubrange(at...)
        case 5: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 1 + below(64))], at: at)
        case 6:
            // Sizes at and beyond the ends of their ranges.
            let values: [UInt32] = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, .max]
            let value = values[below(values.count)]
            withUnsafeBytes(of: next() & 1 == 0 ? value.bigEndian : value.littleEndian) { four in
                for (offset, byte) in four.enumerated() where at + offset < bytes.count {
                    bytes[at + offset] = byte
                }
            }
        case 7:
            let characters = Array("\"\\\n\r,\t{}[]:#|/.-0e\u{FEFF}".utf8)
            bytes.insert(characters[below(characters.count)], at: at)
        default:
            let other = inputs[below(inputs.count)]
            guard !other.isEmpty else { return }
            let from = below(other.count)
            let piece = other[from..<min(other.count, from + 1 + below(256))]
            bytes.replaceSubrange(at..<min(bytes.count, at + piece.count), with: piece)
        }
    }
}
