/// The picture formats that are read, told by their first bytes.
enum ImageFormat {
    case png, jpeg

    /// Nil if the bytes are neither.
    init?(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count >= 8, bytes.prefix(8).elementsEqual(PNGHeader.signature) {
            self = .png
        } else if bytes.count >= 3, bytes[0] == 0xFF, bytes[1] == 0xD8, bytes[2] == 0xFF {
            self = .jpeg
        } else {
            return nil
        }
    }
}
