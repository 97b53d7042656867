import CPNGCoding

extension PixelImage {
    /// More pixels than this are not decoded: Pillow's limit (`Image.MAX_IMAGE_PIXELS` doubled would
    /// be its error; this is where it starts to warn, and no benchmark comes near).
    package static let maximumPixels = 178_956_970

    /// Decodes a PNG or JPEG file as Pillow 11.3 does with `ImageOps.exif_transpose` and
    /// `convert("RGB")`, which is how the pipelines of transformers load a picture.
    ///
    /// It is turned as its Exif orientation says (JPEG's APP1, PNG's eXIf; damaged Exif is passed
    /// over, and neither XMP nor text chunks are looked at). Alpha is dropped, not blended; 16-bit
    /// colours keep the high byte; 16-bit grey is clipped at 255; embedded colour profiles and gamma
    /// are ignored.
    ///
    /// - Throws: ``MediaError`` if the bytes are neither, cut short, damaged, or more than
    ///   ``maximumPixels``.
    package init(decoding bytes: [UInt8]) throws(MediaError) {
        self = try bytes.withRawBytes { bytes throws(MediaError) in
            switch ImageFormat(bytes) {
            case .png: try Self.decodePNG(bytes)
            case .jpeg: try Self.decodeJPEG(bytes)
            case nil:
                throw MediaError.unknownFormat(
                    expected: "a PNG or JPEG picture",
                    firstBytes: Array(bytes.prefix(8))
                )
            }
        }
    }

    /// Decodes the picture in a file.
    package init(contentsOf path: String) throws(MediaError) {
        try self.init(decoding: FileBytes.read(path))
    }

    private static func decodePNG(_ bytes: UnsafeRawBufferPointer) throws(MediaError) -> PixelImage
    {
        let header = try PNGHeader(bytes)
        try checkSize(header.width, header.height, format: "PNG")
        var pixels = [UInt8](repeating: 0, count: header.width * header.height * 3)
        var reason = [CChar](repeating: 0, count: 256)
        let status = bytes.withMemoryRebound(to: UInt8.self) { source -> Int32 in
            guard let base = source.baseAddress else { return 1 }
            return pixels.withUnsafeMutableBufferPointer { target -> Int32 in
                guard let target = target.baseAddress else { return 1 }
                return assay_png_decode(
                    base,
                    source.count,
                    UInt32(header.width),
                    UInt32(header.height),
                    target,
                    &reason,
                    reason.count
                )
            }
        }
        guard status == 0 else {
            let reason = String(terminated: reason)
            throw reason == "the file ends early"
                ? .truncated(format: "PNG", reason: "it ends at byte \(bytes.count)")
                : .corrupt(format: "PNG", reason: reason)
        }
        return PixelImage(width: header.width, height: header.height, pixels: pixels)
            .turned(PNGHeader.orientation(bytes))
    }

    static func checkSize(_ width: Int, _ height: Int, format: String) throws(MediaError) {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        if overflow || count > maximumPixels {
            throw .tooLarge(
                format: format,
                found: "\(width) x \(height) pixels",
                limit: "\(maximumPixels)"
            )
        }
    }
}

extension String {
    /// A C string in an array.
    init(terminated characters: [CChar]) {
        self.init(
            decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}
