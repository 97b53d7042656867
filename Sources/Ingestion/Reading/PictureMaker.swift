import Digests
import Domain
import Media

/// Turns bare pixels into pictures that can be kept and shown: PNG files, the same bytes everywhere.
struct PictureMaker {
    private let writer: PNGWriter

    init(width: Int, height: Int, channels: Int, file: String) throws(IngestionError) {
        do throws(MediaError) {
            writer = try PNGWriter(width: width, height: height, channels: channels)
        } catch {
            throw IngestionError(file: file, reason: error.description)
        }
    }

    /// The picture of `height` rows of `width * channels` bytes.
    func medium(_ pixels: [UInt8]) throws(MediaError) -> Medium {
        let bytes = try writer.file(pixels)
        return Medium(
            digest: SHA256Digest(of: bytes),
            kind: .image,
            mediaType: "image/png",
            sizeBytes: bytes.count,
            details: Medium.Details(width: writer.width, height: writer.height),
            content: .bytes(bytes)
        )
    }
}
