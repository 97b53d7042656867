import CTurboJPEG
import Glibc

extension PixelImage {
    /// Decodes with libjpeg-turbo's exact inverse DCT and smooth chroma upsampling, Pillow's defaults.
    static func decodeJPEG(_ bytes: UnsafeRawBufferPointer) throws(MediaError) -> PixelImage {
        let header = try JPEGHeader(bytes)
        try checkSize(header.width, header.height, format: "JPEG")
        // The decoder fills what is missing with grey, for progressive files without a word.
        try header.checkEnd(bytes)
        guard let handle = tjInitDecompress() else {
            throw .corrupt(format: "JPEG", reason: "the decoder could not be started")
        }
        defer { tjDestroy(handle) }
        let isCMYK = header.components == 4
        let channels = isCMYK ? 4 : 3
        var pixels = [UInt8](repeating: 0, count: header.width * header.height * channels)
        let status = bytes.withMemoryRebound(to: UInt8.self) { source in
            tjDecompress2(
                handle,
                source.baseAddress,
                UInt(source.count),
                &pixels,
                Int32(header.width),
                0,
                Int32(header.height),
                Int32((isCMYK ? TJPF_CMYK : TJPF_RGB).rawValue),
                TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
            )
        }
        if status != 0 {
            let reason = String(cString: tjGetErrorStr2(handle))
            // Other warnings leave a picture that Pillow returns as well.
            if reason.contains("remature end") {
                throw .truncated(format: "JPEG", reason: reason)
            }
            if tjGetErrorCode(handle) == TJERR_FATAL.rawValue {
                throw .corrupt(format: "JPEG", reason: reason)
            }
        }
        return PixelImage(
            width: header.width,
            height: header.height,
            pixels: isCMYK ? rgb(adobeCMYK: pixels) : pixels
        ).turned(header.orientation)
    }

    /// Inks as Adobe stores them (0 is full) to red, green and blue, as Pillow rounds.
    private static func rgb(adobeCMYK inks: [UInt8]) -> [UInt8] {
        var pixels = [UInt8](repeating: 0, count: inks.count / 4 * 3)
        for pixel in 0..<inks.count / 4 {
            let light = Int(inks[4 * pixel + 3])
            for channel in 0..<3 {
                let product = (255 - Int(inks[4 * pixel + channel])) * light + 128
                pixels[3 * pixel + channel] = UInt8(max(0, light - ((product >> 8) + product) >> 8))
            }
        }
        return pixels
    }

    /// The picture as a baseline JPEG file, for photographs in reports; quality is 1...100.
    ///
    /// - Throws: ``MediaError/notEncodable(format:reason:)`` for an empty picture or one with a side
    ///   above 65,500 pixels.
    package func encodedJPEG(quality: Int = 85) throws(MediaError) -> [UInt8] {
        guard (1...65_500).contains(width), (1...65_500).contains(height) else {
            throw .notEncodable(format: "JPEG", reason: "\(width) x \(height) pixels")
        }
        guard let handle = tjInitCompress() else {
            throw .notEncodable(format: "JPEG", reason: "the encoder could not be started")
        }
        defer { tjDestroy(handle) }
        var output: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        defer { tjFree(output) }
        let status = tjCompress2(
            handle,
            pixels,
            Int32(width),
            0,
            Int32(height),
            Int32(TJPF_RGB.rawValue),
            &output,
            &count,
            Int32(TJSAMP_420.rawValue),
            Int32(min(100, max(1, quality))),
            TJFLAG_ACCURATEDCT
        )
        guard status == 0, let output else {
            throw .notEncodable(format: "JPEG", reason: String(cString: tjGetErrorStr2(handle)))
        }
        return Array(UnsafeBufferPointer(start: output, count: Int(count)))
    }
}
