import Media

/// A picture washed out: every value nearer to its channel's mean.
struct Contrast: ImagePerturbation {
    static let name = "contrast"
    static let summary =
        "Draws pixels towards the mean of their channel, as ImageNet-C does (Hendrycks and Dietterich 2019)."
    static let options = [
        PerturbationOption.severity("What is left of the distance: 0.4, 0.3, 0.2, 0.1, 0.05.")
    ]

    private let share: Double

    init(_ values: PerturbationValues) {
        share = values.severity(of: [0.4, 0.3, 0.2, 0.1, 0.05])
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) -> PixelImage {
        var sums = [0, 0, 0]
        for (index, value) in image.pixels.enumerated() { sums[index % 3] += Int(value) }
        let count = Double(max(1, image.width * image.height))
        let means = sums.map { Double($0) / count / 255 }
        return image.mapping { index, old in (old - means[index % 3]) * share + means[index % 3] }
    }
}
