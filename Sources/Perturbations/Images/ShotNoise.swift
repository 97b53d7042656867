import Media

/// The noise of few photons: Poisson, stronger where it is bright.
struct ShotNoise: ImagePerturbation {
    static let name = "shot_noise"
    static let summary =
        "Draws pixels from Poisson distributions, as ImageNet-C does (Hendrycks and Dietterich 2019)."
    static let options = [
        PerturbationOption.severity("At most 60, 25, 12, 5, 3 photons on average.")
    ]

    private let photons: Double

    init(_ values: PerturbationValues) {
        photons = values.severity(of: [60, 25, 12, 5, 3])
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) -> PixelImage {
        let drawn = image.pixels.map { random.poisson(Double($0) / 255 * photons) }
        return image.mapping { index, _ in Double(drawn[index]) / photons }
    }
}
