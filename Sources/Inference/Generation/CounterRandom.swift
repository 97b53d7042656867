import Domain

/// Random numbers that are a function of what they are for, and of nothing before them.
///
/// They are those of ``Philox``. The key is the seed; the counter is made of the position in the
/// answer, the number of the answer to its prompt, and the first 64 bits of the prompt's digest. So a
/// drawn token depends neither on the batch nor on the threads, nor on which prompts came before, and
/// equal prompts draw equal tokens.
package enum CounterRandom {
    /// A number from 0 up to but not including 1, in steps of 2⁻⁵³.
    package static func unit(seed: UInt64, prompt: UInt64, sample: Int, position: Int) -> Double {
        let words = Philox.block(
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
}
