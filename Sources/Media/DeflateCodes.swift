/// Deflate's fixed codes (RFC 1951, section 3.2.6), ready to be written.
struct DeflateCodes: Sendable {
    /// Bits in the order in which they are written, lowest first, and how many.
    private struct Code {
        var bits: UInt32
        var count: UInt32
    }

    private var literals: [Code] = []
    /// By length, 3...258; the first three are unused.
    private var lengths: [Code] = [Code](repeating: Code(bits: 0, count: 0), count: 3)

    init() {
        literals = (0..<256).map { Self.symbol(UInt32($0)) }
        for length in 3...258 { lengths.append(Self.length(UInt32(length))) }
    }

    /// A zlib stream of one block in which repeats of the byte `repeatDistance` back are shortened.
    func zlibStream(_ bytes: [UInt8], repeatDistance: Int) -> [UInt8] {
        var writer = BitWriter(capacity: bytes.count / 2 + 64)
        writer.output += [0x78, 0x01]
        writer.write(0b011, 3)
        // Distances 1 to 4 are the codes 0 to 3, five bits, highest first.
        let distance = Self.reversed(UInt32(repeatDistance - 1), 5)
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                var length = 0
                if index >= repeatDistance {
                    let limit = min(258, bytes.count - index)
                    while length < limit,
                        bytes[index + length] == bytes[index + length - repeatDistance]
                    { length += 1 }
                }
                if length >= 3 {
                    writer.write(lengths[length].bits, lengths[length].count)
                    writer.write(distance, 5)
                    index += length
                } else {
                    let code = literals[Int(bytes[index])]
                    writer.write(code.bits, code.count)
                    index += 1
                }
            }
        }
        writer.write(0, 7)
        writer.finish()
        let checksum = Self.adler32(bytes)
        writer.output += withUnsafeBytes(of: checksum.bigEndian) { Array($0) }
        return writer.output
    }

    private static func symbol(_ value: UInt32) -> Code {
        switch value {
        case 0...143: Code(bits: reversed(0x30 + value, 8), count: 8)
        case 144...255: Code(bits: reversed(0x190 + value - 144, 9), count: 9)
        case 256...279: Code(bits: reversed(value - 256, 7), count: 7)
        default: Code(bits: reversed(0xC0 + value - 280, 8), count: 8)
        }
    }

    private static func length(_ length: UInt32) -> Code {
        if length == 258 { return symbol(285) }
        // Codes come in groups of four; each group has one extra bit more than the one before.
        let offset = length - 3
        let extraBits = offset < 8 ? 0 : UInt32(29 - offset.leadingZeroBitCount)
        let code = symbol(257 + (extraBits << 2) + (offset >> extraBits))
        let extra = offset & ((1 << extraBits) - 1)
        return Code(bits: code.bits | extra << code.count, count: code.count + extraBits)
    }

    private static func reversed(_ value: UInt32, _ count: UInt32) -> UInt32 {
        (0..<count).reduce(0) { $0 | (value >> $1 & 1) << (count - 1 - $1) }
    }

    private static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var a: UInt32 = 1, b: UInt32 = 0
        bytes.withUnsafeBufferPointer { bytes in
            // 5552 is the most bytes for which neither sum overflows 32 bits.
            for start in stride(from: 0, to: bytes.count, by: 5552) {
                for byte in bytes[start..<min(bytes.count, start + 5552)] {
                    a &+= UInt32(byte)
                    b &+= a
                }
                a %= 65_521
                b %= 65_521
            }
        }
        return b << 16 | a
    }
}

/// Packs bits into bytes, lowest bit first.
private struct BitWriter {
    var output: [UInt8] = []
    private var pending: UInt64 = 0
    private var pendingCount: UInt32 = 0

    init(capacity: Int) {
        output.reserveCapacity(capacity)
    }

    mutating func write(_ bits: UInt32, _ count: UInt32) {
        pending |= UInt64(bits) << UInt64(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }

    mutating func finish() {
        if pendingCount > 0 { output.append(UInt8(truncatingIfNeeded: pending)) }
        pending = 0
        pendingCount = 0
    }
}
