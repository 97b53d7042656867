import Glibc

/// What the markers of a JPEG file say (ITU-T T.81, annex B).
struct JPEGHeader {
    /// In pixels, at least 1.
    let width: Int
    /// In pixels, at least 1.
    let height: Int
    /// 1 (grey), 3 or 4.
    let components: Int
    /// Where the first scan's compressed data begin.
    let scanStart: Int
    /// How the picture is to be turned, as the Exif segments (APP1) say, which are read as one.
    let orientation: Orientation

    /// Reads the markers up to the first scan.
    init(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        var size: (Int, Int, Int)?
        var exif: [UInt8] = []
        var position = 2
        while true {
            while position < bytes.count, bytes[position] == 0xFF,
                position + 1 < bytes.count, bytes[position + 1] == 0xFF
            { position += 1 }
            guard position + 4 <= bytes.count else { throw Self.ended(bytes) }
            guard bytes[position] == 0xFF else {
                throw .corrupt(format: "JPEG", reason: "no marker at byte \(position)")
            }
            let marker = bytes[position + 1]
            if marker == 0x01 || (0xD0...0xD8).contains(marker) {
                position += 2
                continue
            }
            if marker == 0xD9 {
                throw .corrupt(format: "JPEG", reason: "it ends before the picture starts")
            }
            let length = Int(bytes.bigEndian16(at: position + 2))
            guard length >= 2, position + 2 + length <= bytes.count else { throw Self.ended(bytes) }
            let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
            if isFrame, length >= 8 {
                size = (
                    Int(bytes.bigEndian16(at: position + 7)),
                    Int(bytes.bigEndian16(at: position + 5)),
                    Int(bytes[position + 9])
                )
            }
            if marker == 0xE1, length >= 8, bytes.has("Exif\0\0", at: position + 4) {
                exif += bytes[position + 10..<position + 2 + length]
            }
            position += 2 + length
            if marker == 0xDA { break }
        }
        guard let size, size.0 > 0, size.1 > 0 else {
            throw .corrupt(format: "JPEG", reason: "no frame header (SOF) with a size")
        }
        (width, height, components) = size
        scanStart = position
        orientation = exif.withUnsafeBytes { Orientation(exif: $0) }
    }

    /// The size of the picture as it is shown, in pixels.
    var shownSize: (width: Int, height: Int) {
        orientation.swapsSides ? (height, width) : (width, height)
    }

    /// Looks for the end marker after the first scan.
    ///
    /// It cannot occur within compressed data, where
    /// FF is always followed by 00 or a restart number, so a file without it was cut.
    func checkEnd(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        var position = scanStart
        guard let base = bytes.baseAddress else { return }
        while position + 1 < bytes.count,
            let found = memchr(base + position, 0xFF, bytes.count - position)
        {
            position = UnsafeRawPointer(found) - base + 1
            if position < bytes.count, bytes[position] == 0xD9 { return }
        }
        throw .truncated(format: "JPEG", reason: "no end marker before byte \(bytes.count)")
    }

    private static func ended(_ bytes: UnsafeRawBufferPointer) -> MediaError {
        .truncated(format: "JPEG", reason: "it ends within its headers, at byte \(bytes.count)")
    }
}
