package import Media

extension PixelImage {
    /// The middle of the picture; where it is smaller than asked for, black is added around it.
    ///
    /// An odd number of pixels too many leaves one more at the bottom and right; one of too few adds
    /// one more at the top and left.
    ///
    /// Source: transformers 4.49, `image_transforms.center_crop` (behaviour).
    package func centerCropped(width newWidth: Int, height newHeight: Int) -> PixelImage {
        precondition(newWidth > 0 && newHeight > 0, "a crop of \(newWidth) x \(newHeight)")
        let left = Self.start(of: newWidth, in: width)
        let top = Self.start(of: newHeight, in: height)
        var pixels = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        let columns = max(0, left)..<min(width, left + newWidth)
        for y in max(0, top)..<min(height, top + newHeight) {
            let target = ((y - top) * newWidth + columns.lowerBound - left) * 3
            let source = (y * width + columns.lowerBound) * 3
            let count = columns.count * 3
            pixels.replaceSubrange(
                target..<target + count,
                with: self.pixels[source..<source + count]
            )
        }
        return PixelImage(width: newWidth, height: newHeight, pixels: pixels)
    }

    /// Where the crop begins in the picture: negative if it is larger.
    private static func start(of new: Int, in old: Int) -> Int {
        // Rounds down, for negative numbers too.
        (old - new) >> 1
    }
}
