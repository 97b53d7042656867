import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A picture turned about its centre, to the left or to the right.
///
/// Values between pixels are interpolated bilinearly; what comes into view beyond the edges is black. The
/// angles are Assay's own: ImageNet-C has no rotation.
struct Rotation: ImagePerturbation {
    static let name = "rotation"
    static let summary =
        "Turns the picture by an angle, left or right by chance, with black corners (angles of our own)."
    static let options = [PerturbationOption.severity("5, 10, 15, 20, 30 degrees.")]

    private let degrees: Double

    init(_ values: PerturbationValues) {
        degrees = values.severity(of: [5, 10, 15, 20, 30])
    }

    func apply(to image: PixelImage, using random: inout PerturbationRandom) -> PixelImage {
        Self.rotated(image, degrees: random.chance(0.5) ? degrees : -degrees)
    }

    /// The picture turned counterclockwise.
    static func rotated(_ image: PixelImage, degrees: Double) -> PixelImage {
        let width = image.width, height = image.height
        let angle = degrees * .pi / 180
        let (sine, cosine) = (sin(angle), cos(angle))
        let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
        var pixels = [UInt8](repeating: 0, count: image.pixels.count)
        for y in 0..<height {
            for x in 0..<width {
                let (dx, dy) = (Double(x) - middleX, Double(y) - middleY)
                // Rows go down, so that turning back by the angle is this.
                let sourceX = cosine * dx - sine * dy + middleX
                let sourceY = sine * dx + cosine * dy + middleY
                let left = Int(sourceX.rounded(.down)), top = Int(sourceY.rounded(.down))
                let (right, below) = (sourceX - Double(left), sourceY - Double(top))
                for channel in 0..<3 {
                    func value(_ x: Int, _ y: Int) -> Double {
                        guard x >= 0, x < width, y >= 0, y < height else { return 0 }
                        return Double(image.pixels[(y * width + x) * 3 + channel])
                    }
                    let upper = value(left, top) * (1 - right) + value(left + 1, top) * right
                    let lower =
                        value(left, top + 1) * (1 - right) + value(left + 1, top + 1) * right
                    pixels[(y * width + x) * 3 + channel] =
                        PixelImage.byte(upper * (1 - below) + lower * below)
                }
            }
        }
        return PixelImage(width: width, height: height, pixels: pixels)
    }
}
