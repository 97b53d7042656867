/// What the first 29 bytes of a PNG file say (PNG specification, third edition, 11.2.1).
struct PNGHeader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// In pixels, at least 1.
    let width: Int
    /// In pixels, at least 1.
    let height: Int

    /// Reads the signature and the IHDR chunk's sizes.
    init(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        guard bytes.count >= 29 else {
            throw .truncated(format: "PNG", reason: "\(bytes.count) bytes, no room for a header")
        }
        guard bytes.bigEndian32(at: 8) == 13, bytes[12..<16].elementsEqual("IHDR".utf8) else {
            throw .corrupt(format: "PNG", reason: "the first chunk is not a header (IHDR)")
        }
        width = Int(bytes.bigEndian32(at: 16))
        height = Int(bytes.bigEndian32(at: 20))
        guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height) else {
            throw .corrupt(format: "PNG", reason: "a size of \(width) x \(height) pixels")
        }
    }

    /// How the picture is to be turned, as its last Exif chunk (eXIf) says.
    ///
    /// Chunks are walked over as far as they go; whether they are whole is looked at elsewhere.
    static func orientation(_ bytes: UnsafeRawBufferPointer) -> Orientation {
        var orientation = Orientation.upright
        var position = 8
        while position + 12 <= bytes.count {
            let length = Int(bytes.bigEndian32(at: position))
            guard length <= bytes.count - position - 12 else { break }
            if bytes.has("eXIf", at: position + 4) {
                let block = bytes[position + 8..<position + 8 + length]
                orientation = Orientation(exif: UnsafeRawBufferPointer(rebasing: block))
            }
            position += 12 + length
        }
        return orientation
    }

    /// Walks over every chunk and checks its CRC, without inflating anything.
    ///
    /// Finds a file that was cut anywhere, and one in which any byte of a chunk was changed.
    static func checkChunks(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        var position = 8
        while true {
            guard position + 12 <= bytes.count else {
                throw .truncated(
                    format: "PNG",
                    reason: "no end chunk (IEND) before byte \(bytes.count)"
                )
            }
            let length = Int(bytes.bigEndian32(at: position))
            let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            guard length <= bytes.count - position - 12 else {
                throw .truncated(
                    format: "PNG",
                    reason: "chunk \(type) at byte \(position) says \(length) bytes, "
                        + "\(bytes.count - position - 12) are left"
                )
            }
            let body = UnsafeRawBufferPointer(rebasing: bytes[position + 4..<position + 8 + length])
            guard CRC32.checksum(body) == bytes.bigEndian32(at: position + 8 + length) else {
                throw .corrupt(
                    format: "PNG",
                    reason: "wrong CRC in chunk \(type) at byte \(position)"
                )
            }
            if type == "IEND" { return }
            position += 12 + length
        }
    }
}
