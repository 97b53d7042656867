import CPNGCoding
import Glibc

extension PixelImage {
    /// The picture as a compressed PNG file, for people.
    ///
    /// ``PNGWriter`` writes the reproducible kind.
    ///
    /// - Throws: ``MediaError/notEncodable(format:reason:)`` for an empty picture.
    package func encodedPNG() throws(MediaError) -> [UInt8] {
        guard width > 0, height > 0 else {
            throw .notEncodable(format: "PNG", reason: "\(width) x \(height) pixels")
        }
        var output: UnsafeMutablePointer<UInt8>?
        var count = 0
        var reason = [CChar](repeating: 0, count: 256)
        defer { free(output) }
        let status = pixels.withUnsafeBufferPointer { pixels -> Int32 in
            guard let base = pixels.baseAddress else { return 1 }
            return assay_png_encode(
                base,
                UInt32(width),
                UInt32(height),
                3,
                6,
                &output,
                &count,
                &reason,
                reason.count
            )
        }
        guard status == 0, let output else {
            throw .notEncodable(format: "PNG", reason: String(terminated: reason))
        }
        return Array(UnsafeBufferPointer(start: output, count: count))
    }

    /// The picture made small enough that neither side is longer than `longestSide`.
    ///
    /// Each new pixel is the mean of the area it covers. A picture that is small enough already is
    /// returned unchanged.
    package func thumbnail(longestSide: Int) -> PixelImage {
        let longest = max(width, height)
        guard longestSide > 0, longest > longestSide else { return self }
        let newWidth = max(1, (width * longestSide + longest / 2) / longest)
        let newHeight = max(1, (height * longestSide + longest / 2) / longest)
        let columns = Self.coverage(from: width, to: newWidth)
        let rows = Self.coverage(from: height, to: newHeight)
        var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
        pixels.withUnsafeBufferPointer { pixels in
            for (y, row) in rows.enumerated() {
                for (x, column) in columns.enumerated() {
                    var sum: (Float, Float, Float) = (0, 0, 0)
                    for (i, rowWeight) in row.weights.enumerated() {
                        var source = ((row.start + i) * width + column.start) * 3
                        for columnWeight in column.weights {
                            let weight = rowWeight * columnWeight
                            sum.0 += weight * Float(pixels[source])
                            sum.1 += weight * Float(pixels[source + 1])
                            sum.2 += weight * Float(pixels[source + 2])
                            source += 3
                        }
                    }
                    let target = (y * newWidth + x) * 3
                    result[target] = UInt8(min(255, sum.0 + 0.5))
                    result[target + 1] = UInt8(min(255, sum.1 + 0.5))
                    result[target + 2] = UInt8(min(255, sum.2 + 0.5))
                }
            }
        }
        return PixelImage(width: newWidth, height: newHeight, pixels: result)
    }

    /// For each new position, the old positions under it and their shares, which add up to 1.
    private static func coverage(from old: Int, to new: Int) -> [(start: Int, weights: [Float])] {
        let scale = Double(old) / Double(new)
        return (0..<new).map { index in
            let lower = Double(index) * scale
            let upper = min(Double(old), Double(index + 1) * scale)
            let start = Int(lower)
            let end = min(old, Int(upper.rounded(.up)))
            let weights = (start..<end).map { position in
                Float((min(upper, Double(position + 1)) - max(lower, Double(position))) / scale)
            }
            return (start, weights)
        }
    }
}
