/// The CRC of PNG, gzip and zip (ISO 3309, reflected polynomial EDB88320), eight bytes at a time.
enum CRC32 {
    /// Eight tables of 256: table `k` moves a byte over `k` further zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
            tables[byte] = value
        }
        for index in 256..<8 * 256 {
            let previous = tables[index - 256]
            tables[index] = tables[Int(previous & 0xFF)] ^ (previous >> 8)
        }
        return tables
    }()

    /// The CRC of the bytes; 0 for none.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { t in
            var crc: UInt32 = 0xFFFF_FFFF
            var index = 0
            while index + 8 <= bytes.count {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                )
                let low = crc ^ UInt32(truncatingIfNeeded: word)
                let high = UInt32(truncatingIfNeeded: word >> 32)
                let a = t[1792 + Int(low & 255)] ^ t[1536 + Int((low >> 8) & 255)]
                let b = t[1280 + Int((low >> 16) & 255)] ^ t[1024 + Int(low >> 24)]
                let c = t[768 + Int(high & 255)] ^ t[512 + Int((high >> 8) & 255)]
                let d = t[256 + Int((high >> 16) & 255)] ^ t[Int(high >> 24)]
                crc = a ^ b ^ c ^ d
                index += 8
            }
            while index < bytes.count {
                crc = t[Int((crc ^ UInt32(bytes[index])) & 255)] ^ (crc >> 8)
                index += 1
            }
            return ~crc
        }
    }
}
