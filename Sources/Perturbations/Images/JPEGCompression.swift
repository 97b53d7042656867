import Media

/// What a low JPEG quality leaves of a picture.
///
/// Encoded and decoded by libjpeg-turbo with chroma at half the resolution, as Pillow does, which
/// ImageNet-C's script calls.
struct JPEGCompression: ImagePerturbation {
    static let name = "jpeg_compression"
    static let summary =
        "Writes and reads a JPEG file of low quality, as ImageNet-C does (Hendrycks and Dietterich 2019)."
    static let options = [PerturbationOption.severity("Quality 25, 18, 15, 10, 7.")]

    private let quality: Int

    init(_ values: PerturbationValues) {
        quality = values.severity(of: [25, 18, 15, 10, 7])
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) throws -> PixelImage {
        try PixelImage(decoding: image.encodedJPEG(quality: quality))
    }
}
