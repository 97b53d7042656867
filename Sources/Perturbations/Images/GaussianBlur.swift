import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A picture out of focus.
///
/// The kernel is cut off at four deviations, and the edge pixels are repeated beyond the edges, as
/// scikit-image's `gaussian` does, which ImageNet-C's script calls. Checked by:
/// `Tests/Fixtures/perturbations`, against SciPy 1.17.
struct GaussianBlur: ImagePerturbation {
    static let name = "gaussian_blur"
    static let summary =
        "Blurs with a normal kernel, as ImageNet-C's extra corruption does (Hendrycks and Dietterich 2019)."
    static let options = [PerturbationOption.severity("Deviation 1, 2, 3, 4, 6 pixels.")]

    private let kernel: [Double]

    init(_ values: PerturbationValues) {
        let deviation: Double = values.severity(of: [1, 2, 3, 4, 6])
        let radius = Int(4 * deviation + 0.5)
        let weights = (-radius...radius).map { offset in
            exp(-0.5 * Double(offset * offset) / (deviation * deviation))
        }
        let sum = weights.reduce(0, +)
        kernel = weights.map { $0 / sum }
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) -> PixelImage {
        let values = image.pixels.map { Double($0) }
        let rows = blurred(values, lines: image.height, length: image.width, step: 3, stride: image.width * 3)
        let both = blurred(rows, lines: image.width, length: image.height, step: image.width * 3, stride: 3)
        return PixelImage(
            width: image.width,
            height: image.height,
            pixels: both.map(PixelImage.byte)
        )
    }

    /// Blurs along one direction.
    ///
    /// - Parameters:
    ///   - lines: How many lines there are, `stride` values apart.
    ///   - length: How many pixels a line has, `step` values apart.
    private func blurred(
        _ values: [Double],
        lines: Int,
        length: Int,
        step: Int,
        stride: Int
    ) -> [Double] {
        let radius = kernel.count / 2
        var result = values
        for line in 0..<lines {
            for channel in 0..<3 {
                let start = line * stride + channel
                for place in 0..<length {
                    var sum = 0.0
                    for (index, weight) in kernel.enumerated() {
                        let source = min(length - 1, max(0, place + index - radius))
                        sum += weight * values[start + source * step]
                    }
                    result[start + place * step] = sum
                }
            }
        }
        return result
    }
}
