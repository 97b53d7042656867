/// A decoded picture: sRGB, eight bits a channel, no alpha.
package struct PixelImage: Sendable, Equatable {
    /// In pixels.
    package let width: Int
    /// In pixels.
    package let height: Int
    /// `[height, width, 3]`, row by row from the top, red, green, blue, 0...255.
    package let pixels: [UInt8]

    /// Makes a picture of given pixels.
    ///
    /// - Precondition: `pixels.count == width * height * 3`.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(
            pixels.count == width * height * 3,
            "\(width) x \(height) x 3 pixels expected, \(pixels.count) found"
        )
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
