package import Digests
import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The random numbers of one perturbation of one example: the same in every run, batch and order.
///
/// Philox 4×32-10 (``Philox``), whose key and upper counter are the digest of the perturbation, its
/// options, the seed and the example; the lower counter counts blocks. Whole and uniform numbers are the
/// same on every machine; normal ones go through the C library's `log`, `cos` and `sin`.
package struct PerturbationRandom: Sendable {
    private let key: SIMD2<UInt32>
    private let stream: SIMD2<UInt32>
    private var block: UInt64 = 0
    private var words: [UInt64] = []
    private var spareNormal: Double?

    /// The numbers that belong to a digest (``PerturbationIdentity/digest(of:)``).
    package init(_ digest: SHA256Digest) {
        let digits = digest.hexadecimal.utf8.map { UInt32($0 < 58 ? $0 - 48 : $0 - 87) }
        func word(_ index: Int) -> UInt32 {
            digits[8 * index..<8 * index + 8].reduce(0) { $0 << 4 | $1 }
        }
        key = SIMD2(word(0), word(1))
        stream = SIMD2(word(2), word(3))
    }

    /// 64 random bits.
    package mutating func next() -> UInt64 {
        if let word = words.popLast() { return word }
        let made = Philox.block(
            counter: SIMD4(
                UInt32(truncatingIfNeeded: block),
                UInt32(truncatingIfNeeded: block >> 32),
                stream[0],
                stream[1]
            ),
            key: key
        )
        block += 1
        words.append(UInt64(made[2]) << 32 | UInt64(made[3]))
        return UInt64(made[0]) << 32 | UInt64(made[1])
    }

    /// A number from 0 up to but not including 1, in steps of 2⁻⁵³.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True with the given probability; always for 1, never for 0.
    package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// A whole number from 0 up to but not including `count`, at least 1 (Lemire 2019, with its
    /// rejection, so that all are equally likely).
    package mutating func below(_ count: Int) -> Int {
        precondition(count > 0, "a number below \(count)")
        let bound = UInt64(count)
        var product = next().multipliedFullWidth(by: bound)
        let threshold = (0 &- bound) % bound
        while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        return Int(product.high)
    }

    /// A number of the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).
    package mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        // 1 - u is never 0, so the logarithm is finite.
        let radius = (-2 * log(1 - unit())).squareRoot()
        let angle = 2 * Double.pi * unit()
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    /// A number of the Poisson distribution with the given mean, at least 0.
    ///
    /// By inversion (Devroye 1986, chapter X.3), in parts of at most 30, whose sum is Poisson again: e⁻³⁰
    /// is far from underflow.
    package mutating func poisson(_ mean: Double) -> Int {
        var count = 0
        var left = mean
        while left > 0 {
            let part = min(left, 30)
            left -= part
            var share = exp(-part)
            var sum = share
            let drawn = unit()
            var number = 0
            // Beyond 200 the shares of a mean of 30 are below 2⁻⁵³ and add nothing to the sum.
            while drawn >= sum, number < 200 {
                number += 1
                share *= part / Double(number)
                sum += share
            }
            count += number
        }
        return count
    }

    /// The numbers from 0 up to `count`, in random order (Fisher and Yates, Knuth's algorithm P).
    package mutating func order(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in order.indices.dropFirst().reversed() { order.swapAt(last, below(last + 1)) }
        return order
    }
}
