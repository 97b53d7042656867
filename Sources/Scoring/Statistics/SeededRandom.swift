/// A fast random number generator whose stream is the same on every machine: xoshiro256** (Blackman
/// and Vigna 2021), its state filled from the seed by SplitMix64 as its authors advise.
///
/// Only whole numbers are made from it, so that no rounding can differ between machines either.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(seed: UInt64) {
        var seed = seed
        func next() -> UInt64 {
            seed &+= 0x9E37_79B9_7F4A_7C15
            var z = seed
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        state = (next(), next(), next(), next())
    }

    package mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// How many of so many fair coins show heads.
    mutating func heads(of coins: Int) -> Int {
        var heads = 0
        var left = coins
        while left >= UInt64.bitWidth {
            heads += next().nonzeroBitCount
            left -= UInt64.bitWidth
        }
        if left > 0 { heads += (next() >> UInt64(UInt64.bitWidth - left)).nonzeroBitCount }
        return heads
    }
}
