package import Media

extension PixelImage {
    /// The picture in another size, bit for bit as Pillow makes it.
    ///
    /// Antialiased: when it shrinks, the filter widens by the factor. Rows first, rounded to eight
    /// bits, then columns; a direction whose size stays is skipped. Weights are whole numbers of
    /// 1/2^22. Nearest takes the pixel under each new pixel's centre.
    ///
    /// - Precondition: Both pictures have at least one pixel.
    ///
    /// Source: Pillow 11.3, `Resample.c` and `Geometry.c` (behaviour; Pillow 13 takes the columns
    /// first for some sizes). Checked by: `Tests/Fixtures/preprocessing/resize`, exactly.
    package func resized(width: Int, height: Int, by filter: Resampling) -> PixelImage {
        precondition(
            width > 0 && height > 0 && self.width > 0 && self.height > 0,
            "\(self.width) x \(self.height) pixels as \(width) x \(height)"
        )
        if width == self.width && height == self.height { return self }
        if filter == .nearest { return nearest(width: width, height: height) }
        let across = width == self.width ? self : resizedAcross(to: width, filter)
        return height == self.height ? across : across.resizedDown(to: height, filter)
    }

    private func resizedAcross(to newWidth: Int, _ filter: Resampling) -> PixelImage {
        let taps = Taps(from: width, to: newWidth, filter)
        let pixels = [UInt8](unsafeUninitializedCapacity: newWidth * height * 3) { target, count in
            self.pixels.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    var output = y * newWidth * 3
                    for x in 0..<newWidth {
                        var red = Taps.half, green = Taps.half, blue = Taps.half
                        var input = (y * width + taps.first[x]) * 3
                        for tap in taps.weights(x) {
                            red += Int(source[input]) * tap
                            green += Int(source[input + 1]) * tap
                            blue += Int(source[input + 2]) * tap
                            input += 3
                        }
                        target[output] = Taps.byte(red)
                        target[output + 1] = Taps.byte(green)
                        target[output + 2] = Taps.byte(blue)
                        output += 3
                    }
                }
            }
            count = newWidth * height * 3
        }
        return PixelImage(width: newWidth, height: height, pixels: pixels)
    }

    private func resizedDown(to newHeight: Int, _ filter: Resampling) -> PixelImage {
        let taps = Taps(from: height, to: newHeight, filter)
        let row = width * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: row * newHeight) { target, count in
            var sums = [Int](repeating: 0, count: row)
            self.pixels.withUnsafeBufferPointer { source in
                sums.withUnsafeMutableBufferPointer { sums in
                    for y in 0..<newHeight {
                        sums.update(repeating: Taps.half)
                        var input = taps.first[y] * row
                        for tap in taps.weights(y) {
                            for x in 0..<row { sums[x] += Int(source[input + x]) * tap }
                            input += row
                        }
                        for x in 0..<row { target[y * row + x] = Taps.byte(sums[x]) }
                    }
                }
            }
            count = row * newHeight
        }
        return PixelImage(width: width, height: newHeight, pixels: pixels)
    }

    private func nearest(width newWidth: Int, height newHeight: Int) -> PixelImage {
        let columns = Self.nearestPositions(from: width, to: newWidth)
        let rows = Self.nearestPositions(from: height, to: newHeight)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(newWidth * newHeight * 3)
        for row in rows {
            for column in columns {
                let start = (row * width + column) * 3
                pixels.append(contentsOf: self.pixels[start..<start + 3])
            }
        }
        return PixelImage(width: newWidth, height: newHeight, pixels: pixels)
    }

    /// Centres found by adding up, whose rounding is part of the result.
    private static func nearestPositions(from size: Int, to newSize: Int) -> [Int] {
        let step = Double(size) / Double(newSize)
        var centre = step * 0.5
        return (0..<newSize).map { _ in
            defer { centre += step }
            return min(Int(centre), size - 1)
        }
    }
}

/// The weights of every new pixel of one direction.
private struct Taps {
    static let bits = 22
    /// Half a unit of the result, so that the shift rounds.
    static let half = 1 << (bits - 1)

    /// The first old pixel that each new one draws on.
    let first: [Int]
    private let starts: [Int]
    private let values: [Int]

    init(from size: Int, to newSize: Int, _ filter: Resampling) {
        let scale = Double(size) / Double(newSize)
        let stretch = max(scale, 1)
        let support = filter.support * stretch
        var first: [Int] = []
        var starts = [0]
        var values: [Int] = []
        for position in 0..<newSize {
            let centre = (Double(position) + 0.5) * scale
            let begin = max(0, Int(centre - support + 0.5))
            let end = min(size, Int(centre + support + 0.5))
            // Multiplying by the inverse is not dividing: the last bit decides some pixels.
            let inverse = 1 / stretch
            var weights = (begin..<end).map {
                filter.weight((Double($0) - centre + 0.5) * inverse)
            }
            let total = weights.reduce(0, +)
            if total != 0 { weights = weights.map { $0 / total } }
            first.append(begin)
            values += weights.map {
                Int(($0 * Double(1 << Self.bits) + ($0 < 0 ? -0.5 : 0.5)).rounded(.towardZero))
            }
            starts.append(values.count)
        }
        self.first = first
        self.starts = starts
        self.values = values
    }

    func weights(_ position: Int) -> ArraySlice<Int> {
        values[starts[position]..<starts[position + 1]]
    }

    static func byte(_ sum: Int) -> UInt8 { UInt8(clamping: sum >> bits) }
}
