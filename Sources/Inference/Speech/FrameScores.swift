#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a speech model says of each frame: natural logarithms of probabilities, `[T, V]`.
package struct FrameScores: Sendable, Equatable {
    /// T.
    package let frames: Int
    /// V.
    package let count: Int
    /// Row-major.
    package let values: [Double]

    /// - Precondition: There are `frames * count` values, and a frame has at least one.
    package init(frames: Int, count: Int, logProbabilities values: [Double]) {
        precondition(count > 0 && values.count == frames * count, "\(values.count) values")
        self.frames = frames
        self.count = count
        self.values = values
    }

    /// The log softmax of a model's outputs, in double precision.
    package init(frames: Int, count: Int, logits: [Float]) {
        precondition(count > 0 && logits.count == frames * count, "\(logits.count) logits")
        var values = logits.map(Double.init)
        for start in stride(from: 0, to: values.count, by: count) {
            var most = -Double.infinity
            for index in start..<start + count { most = max(most, values[index]) }
            var sum = 0.0
            for index in start..<start + count { sum += exp(values[index] - most) }
            let total = most + log(sum)
            for index in start..<start + count { values[index] -= total }
        }
        self.init(frames: frames, count: count, logProbabilities: values)
    }

    package subscript(frame: Int, label: Int) -> Double { values[frame * count + label] }

    /// The most probable id of each frame; of equals the first.
    package var bestPath: [Int] { Self.bestPath(values, count: count) }

    /// The largest member of each row of a `[T, V]` array; of equals the first.
    package static func bestPath(_ values: [some Comparable], count: Int) -> [Int] {
        stride(from: 0, to: values.count, by: count).map { start in
            var best = 0
            for label in 1..<max(count, 1) where values[start + label] > values[start + best] {
                best = label
            }
            return best
        }
    }
}

/// Sums in the logarithmic domain.
enum LogSum {
    /// log(eᵃ + eᵇ).
    static func of(_ a: Double, _ b: Double) -> Double {
        let (low, high) = a < b ? (a, b) : (b, a)
        // Also where both are minus infinity, whose difference would be no number.
        return low == -.infinity ? high : high + log1p(exp(low - high))
    }
}
