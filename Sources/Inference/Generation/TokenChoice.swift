import Digests

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How the next token is chosen once the scores are final.
package enum TokenChoice {
    /// The token with the highest score, the first of equals.
    package static func best(_ scores: UnsafeMutableBufferPointer<Float>) -> Int {
        var best = 0
        for index in scores.indices where scores[index] > scores[best] { best = index }
        return best
    }

    /// The token in whose share of the probability a number from 0 to 1 falls, the shares lying in the
    /// order of the ids.
    package static func drawn(_ scores: UnsafeMutableBufferPointer<Float>, at number: Double) -> Int
    {
        let candidates = scores.indices.filter { scores[$0] > -.infinity }
        guard let first = candidates.first else { return 0 }
        let most = Double(candidates.reduce(scores[first]) { max($0, scores[$1]) })
        let powers = candidates.map { exp(Double(scores[$0]) - most) }
        var left = number * powers.reduce(0, +)
        for (index, power) in powers.enumerated() {
            left -= power
            if left < 0 { return candidates[index] }
        }
        return candidates[candidates.count - 1]
    }

    /// What ``CounterRandom`` knows a prompt by.
    package static func key(ofPrompt tokens: [Int]) -> UInt64 {
        let bytes = tokens.flatMap { token in
            withUnsafeBytes(of: UInt64(truncatingIfNeeded: token).littleEndian) { Array($0) }
        }
        return UInt64(SHA256Digest(of: bytes).hexadecimal.prefix(16), radix: 16) ?? 0
    }
}
