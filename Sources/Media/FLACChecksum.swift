/// The checksums of FLAC frames (RFC 9639, sections 9.1.8 and 9.3).
enum FLACChecksum {
    /// Polynomial x^8 + x^2 + x + 1, not reflected, started with 0.
    static func crc8(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt8 {
        var crc: UInt8 = 0
        for index in range {
            crc ^= bytes[index]
            for _ in 0..<8 { crc = crc & 0x80 != 0 ? crc << 1 ^ 0x07 : crc << 1 }
        }
        return crc
    }

    /// Polynomial x^16 + x^15 + x^2 + 1, not reflected, started with 0.
    ///
    /// Over a frame with its own checksum at the end it is 0.
    static func crc16(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt16 {
        table16.withUnsafeBufferPointer { table in
            var crc: UInt16 = 0
            for index in range { crc = crc << 8 ^ table[Int(crc >> 8 ^ UInt16(bytes[index]))] }
            return crc
        }
    }

    private static let table16: [UInt16] = (0..<256).map { byte in
        var crc = UInt16(byte) << 8
        for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x8005 : crc << 1 }
        return crc
    }
}
