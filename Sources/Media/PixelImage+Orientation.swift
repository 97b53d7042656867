extension PixelImage {
    /// The picture as it is to be shown: what Pillow's `ImageOps.exif_transpose` returns.
    func turned(_ orientation: Orientation) -> PixelImage {
        if orientation == .upright { return self }
        let (across, down) = orientation.swapsSides ? (height, width) : (width, height)
        var target: [UInt8] = []
        target.reserveCapacity(pixels.count)
        for y in 0..<down {
            for x in 0..<across {
                var (column, row) = orientation.swapsSides ? (y, x) : (x, y)
                if orientation.reversesColumns { column = width - 1 - column }
                if orientation.reversesRows { row = height - 1 - row }
                let start = (row * width + column) * 3
                target.append(pixels[start])
                target.append(pixels[start + 1])
                target.append(pixels[start + 2])
            }
        }
        return PixelImage(width: across, height: down, pixels: target)
    }
}
