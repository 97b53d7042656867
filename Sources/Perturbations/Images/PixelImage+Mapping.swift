import Media

extension PixelImage {
    /// The picture of the same size with each channel value replaced: `[height, width, 3]`, in the order of
    /// the pixels, in 0...1, and clipped to it.
    ///
    /// Values are rounded to the nearest of 256, where ImageNet-C's script cuts off what is behind the point.
    func mapping(_ value: (_ index: Int, _ old: Double) -> Double) -> PixelImage {
        PixelImage(
            width: width,
            height: height,
            pixels: pixels.indices.map { index in
                Self.byte(value(index, Double(pixels[index]) / 255) * 255)
            }
        )
    }

    /// A value in 0...255, clipped and rounded.
    static func byte(_ value: Double) -> UInt8 {
        UInt8(min(255, max(0, value.rounded())))
    }
}
