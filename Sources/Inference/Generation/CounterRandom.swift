/// Random numbers that are a function of what they are for, and of nothing before them.
///
/// Philox 4×32 with 10 rounds. The key is the seed; the counter is made of the position in the
/// answer, the number of the answer to its prompt, and the first 64 bits of the prompt's digest. So a
/// drawn token depends neither on the batch nor on the threads, nor on which prompts came before, and
/// equal prompts draw equal tokens.
///
/// Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3".
package enum CounterRandom {
    /// A number from 0 up to but not including 1, in steps of 2⁻⁵³.
    package static func unit(seed: UInt64, prompt: UInt64, sample: Int, position: Int) -> Double {
        let words = philox(
            counter: SIMD4(
                UInt32(truncatingIfNeeded: position),
                UInt32(truncatingIfNeeded: sample),
                UInt32(truncatingIfNeeded: prompt),
                UInt32(truncatingIfNeeded: prompt >> 32)
            ),
            key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        )
        let bits = UInt64(words[0]) << 32 | UInt64(words[1])
        return Double(bits >> 11) * 0x1p-53
    }

    /// The block of four words that belongs to a counter.
    package static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var counter = counter, key = key
        for _ in 0..<10 {
            let first = UInt64(counter[0]) * 0xD251_1F53
            let second = UInt64(counter[2]) * 0xCD9E_8D57
            counter = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ counter[1] ^ key[0],
                UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ counter[3] ^ key[1],
                UInt32(truncatingIfNeeded: first)
            )
            key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return counter
    }
}
