import Media

/// Normal noise on every channel of every pixel.
struct GaussianNoise: ImagePerturbation {
    static let name = "gaussian_noise"
    static let summary =
        "Adds normal noise to pixels, as ImageNet-C does (Hendrycks and Dietterich 2019)."
    static let options = [
        PerturbationOption.severity("Deviation 0.08, 0.12, 0.18, 0.26, 0.38 of the full range.")
    ]

    private let deviation: Double

    init(_ values: PerturbationValues) {
        deviation = values.severity(of: [0.08, 0.12, 0.18, 0.26, 0.38])
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) -> PixelImage {
        let noise = image.pixels.map { _ in random.normal() }
        return apply(to: image, noise: noise)
    }

    /// The same with given noise of deviation 1, a number for each value of the picture.
    func apply(to image: PixelImage, noise: [Double]) -> PixelImage {
        image.mapping { index, old in old + deviation * noise[index] }
    }
}
