import Kernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// log softmax(x) = x − log Σ exp(x).
enum LogSoftmax {
    /// log Σ exp(x), the sum in double precision.
    static func normalizer(_ scores: UnsafeMutableBufferPointer<Float>) -> Float {
        var most = -Float.infinity
        for score in scores { most = max(most, score) }
        guard most > -.infinity else { return most }
        var sum = 0.0
        for score in scores { sum += Double(exp(score - most)) }
        return most + Float(log(sum))
    }

    static func logarithm(_ x: Double) -> Double { log(x) }
}
