/// Writes small pictures as PNG files, the same bytes on every machine.
///
/// Datasets that hold bare pixels (IDX, CIFAR) are stored as PNG and known by the digest of those
/// bytes, so the bytes must not depend on the version of a compression library. Rows are unfiltered
/// and packed as one deflate block with fixed codes in which only repeats of the previous pixel are
/// shortened (RFC 1950 and 1951): a third of the size for drawn digits, an eighth more than the bare
/// pixels at worst, and fast enough for hundreds of thousands of pictures.
package struct PNGWriter: Sendable {
    package let width: Int
    package let height: Int
    /// 1 for grey, 3 for red, green and blue.
    package let channels: Int
    private let codes = DeflateCodes()

    /// A writer of pictures of one size.
    ///
    /// - Throws: ``MediaError/notEncodable(format:reason:)`` unless both sides are at least one pixel,
    ///   there are 1 or 3 channels, and the picture stays below 64 MiB.
    package init(width: Int, height: Int, channels: Int) throws(MediaError) {
        guard width > 0, height > 0, channels == 1 || channels == 3,
            width <= 1 << 24, height <= 1 << 24, (width * channels + 1) * height <= 64 << 20
        else {
            throw .notEncodable(format: "PNG", reason: "\(width) x \(height) x \(channels) pixels")
        }
        self.width = width
        self.height = height
        self.channels = channels
    }

    /// The file for `height` rows of `width * channels` bytes.
    ///
    /// - Throws: ``MediaError/notEncodable(format:reason:)`` if there are more or fewer bytes.
    package func file(_ pixels: UnsafeRawBufferPointer) throws(MediaError) -> [UInt8] {
        guard pixels.count == width * height * channels else {
            throw .notEncodable(
                format: "PNG",
                reason: "\(width * height * channels) pixel bytes expected, \(pixels.count) found"
            )
        }
        let rows = unfilteredRows(pixels)
        var file = PNGHeader.signature
        file.reserveCapacity(rows.count / 2 + 128)
        var header = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(height))
        header += [8, channels == 1 ? 0 : 2, 0, 0, 0]
        Self.append("IHDR", header, to: &file)
        Self.append("IDAT", codes.zlibStream(rows, repeatDistance: channels), to: &file)
        Self.append("IEND", [], to: &file)
        return file
    }

    /// The file for the given bytes.
    package func file(_ pixels: [UInt8]) throws(MediaError) -> [UInt8] {
        try pixels.withRawBytes { pixels throws(MediaError) in try file(pixels) }
    }

    private func unfilteredRows(_ pixels: UnsafeRawBufferPointer) -> [UInt8] {
        let stride = width * channels
        var rows: [UInt8] = []
        rows.reserveCapacity((stride + 1) * height)
        for y in 0..<height {
            rows.append(0)
            rows.append(contentsOf: pixels[y * stride..<(y + 1) * stride])
        }
        return rows
    }

    private static func append(_ type: String, _ body: [UInt8], to file: inout [UInt8]) {
        file += bigEndian(UInt32(body.count))
        let start = file.count
        file += type.utf8
        file += body
        let crc = file.withUnsafeBytes {
            CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0[start...]))
        }
        file += bigEndian(crc)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
