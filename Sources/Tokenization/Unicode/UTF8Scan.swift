// Walking valid UTF-8 that lies in a buffer, byte by byte, without strings.

extension Sequence<UInt8> {
    /// Whether every byte is ASCII.
    var isASCII: Bool { allSatisfy { $0 < 0x80 } }
}

/// How many bytes the scalar has whose first byte this is.
@inline(__always)
func scalarWidth(_ lead: UInt8) -> Int {
    if lead < 0x80 { return 1 }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
}

@inline(__always)
func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

extension UnsafeBufferPointer<UInt8> {
    /// The scalar that begins at a byte of valid UTF-8.
    @inline(__always)
    func scalar(at index: Int) -> Unicode.Scalar {
        let lead = self[index]
        if lead < 0x80 { return Unicode.Scalar(lead) }
        func low(_ offset: Int) -> UInt32 { UInt32(self[index + offset] & 0x3F) }
        let value: UInt32
        if lead < 0xE0 {
            value = UInt32(lead & 0x1F) << 6 | low(1)
        } else if lead < 0xF0 {
            value = UInt32(lead & 0x0F) << 12 | low(1) << 6 | low(2)
        } else {
            value = UInt32(lead & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3)
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// The scalar that ends before a byte, and where it begins.
    @inline(__always)
    func scalar(before index: Int) -> (Unicode.Scalar, Int) {
        var start = index - 1
        while start > 0, isContinuation(self[start]) { start -= 1 }
        return (scalar(at: start), start)
    }

    /// A part of it, with indices from 0.
    @inline(__always)
    func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range])
    }
}

extension [UInt8] {
    /// Appends a scalar's UTF-8.
    @inline(__always)
    mutating func append(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x80 {
            append(UInt8(truncatingIfNeeded: value))
        } else if value < 0x800 {
            append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        } else if value < 0x10000 {
            append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | (value >> 6) & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        } else {
            append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | (value >> 12) & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | (value >> 6) & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        }
    }
}
