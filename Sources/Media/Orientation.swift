/// How a stored picture has to be turned to be shown, as cameras write it.
///
/// Raw values and their meaning: Exif 2.32 (CIPA DC-008), 4.6.5, tag 0x0112. What is read and what is
/// passed over follows Pillow 11.3's `Image.getexif`, but for orientations in XMP.
enum Orientation: Int {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, clockwise, transversed, counterclockwise

    /// Whether rows become columns.
    var swapsSides: Bool { rawValue >= 5 }
    /// Whether the stored columns are taken from the right.
    var reversesColumns: Bool { [2, 3, 7, 8].contains(rawValue) }
    /// Whether the stored rows are taken from the bottom.
    var reversesRows: Bool { [3, 4, 6, 7].contains(rawValue) }

    /// Reads a block of Exif: a TIFF header and a directory; `Exif\0\0` may stand before it.
    ///
    /// Nothing that is damaged is an error. Entries are read until one does not fit into the block,
    /// and whatever is not one of the eight numbers means upright.
    init(exif block: UnsafeRawBufferPointer) {
        self = Self.value(block).flatMap(Self.init) ?? .upright
    }

    private static func value(_ block: UnsafeRawBufferPointer) -> Int? {
        var start = 0
        while block.has("Exif\0\0", at: start) { start += 6 }
        let tiff = TIFF(UnsafeRawBufferPointer(rebasing: block[start...]))
        guard let tiff, let directory = tiff.long(at: 4), let entries = tiff.short(at: directory)
        else { return nil }
        var found: Int?
        for index in 0..<entries {
            let entry = directory + 2 + 12 * index
            guard let tag = tiff.short(at: entry), let type = tiff.short(at: entry + 2),
                let count = tiff.long(at: entry + 4), let offset = tiff.long(at: entry + 8)
            else { break }
            guard let unit = TIFF.sizes[type] else { continue }
            let size = unit * count
            if size > 4, offset > tiff.bytes.count - size { break }
            guard tag == 0x0112, count > 0 else { continue }
            let value = size > 4 ? offset : entry + 8
            // Numbers of 16 and of 32 bits; other types say nothing.
            switch type {
            case 3, 8: found = tiff.short(at: value)
            case 4, 9: found = tiff.long(at: value)
            default: found = nil
            }
        }
        return found
    }
}

/// Numbers in a TIFF file's byte order (TIFF 6.0, section 2).
private struct TIFF {
    /// Bytes of a value, by type; types that are not here are passed over.
    static let sizes = [
        1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8,
    ]

    let bytes: UnsafeRawBufferPointer
    private let isBigEndian: Bool

    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        if bytes.has("MM\0*", at: 0) || bytes.has("MM*\0", at: 0) {
            isBigEndian = true
        } else if bytes.has("II*\0", at: 0) || bytes.has("II\0*", at: 0) {
            isBigEndian = false
        } else {
            return nil
        }
    }

    func short(at offset: Int) -> Int? {
        guard offset <= bytes.count - 2 else { return nil }
        let big = bytes.bigEndian16(at: offset)
        return Int(isBigEndian ? big : big.byteSwapped)
    }

    func long(at offset: Int) -> Int? {
        guard offset <= bytes.count - 4 else { return nil }
        let big = bytes.bigEndian32(at: offset)
        return Int(isBigEndian ? big : big.byteSwapped)
    }
}
