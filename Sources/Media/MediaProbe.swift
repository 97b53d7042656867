package import Domain

/// What a picture or recording is, from its header, and whether its bytes are all there.
///
/// Nothing is decoded: a PNG's chunks are checked by their CRCs, a JPEG's end marker is looked for, a
/// WAV's declared length is compared with the file's, and a FLAC's last frame is found and checked.
/// So a truncated file of any of these is refused here, at the speed at which its bytes are read.
/// The sizes of a picture are those of what is shown, turned as its Exif orientation says.
package struct MediaProbe: Sendable, Equatable {
    package let kind: Medium.Kind
    /// `image/png`, `audio/flac`, ...
    package let mediaType: String
    package let details: Medium.Details

    /// Looks at the bytes of a whole file.
    ///
    /// - Throws: ``MediaError`` if they are neither a picture nor a recording, cut short, damaged, or
    ///   a picture of more than ``PixelImage/maximumPixels``.
    package init(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        switch ImageFormat(bytes) {
        case .png:
            let header = try PNGHeader(bytes)
            try PixelImage.checkSize(header.width, header.height, format: "PNG")
            try PNGHeader.checkChunks(bytes)
            kind = .image
            mediaType = "image/png"
            let isTurned = PNGHeader.orientation(bytes).swapsSides
            details = Medium.Details(
                width: isTurned ? header.height : header.width,
                height: isTurned ? header.width : header.height
            )
        case .jpeg:
            let header = try JPEGHeader(bytes)
            try PixelImage.checkSize(header.width, header.height, format: "JPEG")
            try header.checkEnd(bytes)
            kind = .image
            mediaType = "image/jpeg"
            let size = header.shownSize
            details = Medium.Details(width: size.width, height: size.height)
        case nil:
            let header = try Self.audioHeader(bytes)
            kind = .audio
            mediaType = header.mediaType
            details = Medium.Details(
                durationSeconds: header.durationSeconds,
                sampleRateHertz: header.sampleRateHertz,
                channels: header.channels
            )
        }
    }

    /// Looks at the bytes of a whole file.
    package init(_ bytes: [UInt8]) throws(MediaError) {
        self = try bytes.withRawBytes { bytes throws(MediaError) in try MediaProbe(bytes) }
    }

    private static func audioHeader(
        _ bytes: UnsafeRawBufferPointer
    ) throws(MediaError) -> AudioHeader {
        do throws(MediaError) {
            return try AudioHeader(complete: bytes)
        } catch .unknownFormat(_, let firstBytes) {
            throw .unknownFormat(
                expected: "a picture (PNG, JPEG) or a recording (WAV, FLAC, Ogg, MP3, ...)",
                firstBytes: firstBytes
            )
        } catch {
            throw error
        }
    }
}
