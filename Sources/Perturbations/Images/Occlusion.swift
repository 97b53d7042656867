import Media

/// A grey square somewhere over the picture.
///
/// All of the square is inside. The sizes are Assay's own; the square is that of cutout (DeVries and
/// Taylor 2017), which is an augmentation and lets it hang over the edges.
struct Occlusion: ImagePerturbation {
    static let name = "occlusion"
    static let summary =
        "Covers a square at a random place with grey, after DeVries and Taylor 2017 (sizes of our own)."
    static let options = [
        PerturbationOption.severity("Its side by the shorter side: 0.1, 0.2, 0.3, 0.4, 0.5.")
    ]

    private let share: Double

    init(_ values: PerturbationValues) {
        share = values.severity(of: [0.1, 0.2, 0.3, 0.4, 0.5])
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) -> PixelImage {
        let shorter = min(image.width, image.height)
        let side = Int((Double(shorter) * share).rounded())
        guard side > 0 else { return image }
        let left = random.below(image.width - side + 1)
        let top = random.below(image.height - side + 1)
        var pixels = image.pixels
        for y in top..<top + side {
            let start = (y * image.width + left) * 3
            for index in start..<start + side * 3 { pixels[index] = 128 }
        }
        return PixelImage(width: image.width, height: image.height, pixels: pixels)
    }
}
