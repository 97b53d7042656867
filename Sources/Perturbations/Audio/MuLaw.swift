import Media

/// What eight bits of μ-law leave of a recording.
///
/// Samples are taken as 16-bit numbers, coded in eight bits and decoded (ITU-T G.711, 1988, table 2): a
/// sign, one of eight segments, each with steps twice those of the one below, and one of 16 steps. Samples
/// beyond -1...1 are clipped. Checked by: `Tests/Fixtures/perturbations`, against CPython 3.11's `audioop`.
struct MuLaw: AudioPerturbation {
    static let name = "mu_law"
    static let summary = "Codes samples in eight bits of μ-law and decodes them (ITU-T G.711)."

    init(_ values: PerturbationValues) {}

    func apply(to recording: Waveform, using random: inout PerturbationRandom) -> Waveform {
        recording.mapping { sample in
            let whole = Int(min(32_767, max(-32_768, (sample * 32_768).rounded())))
            return Double(Self.decoded(Self.coded(whole))) / 32_768
        }
    }

    /// The coding works on 14 bits, with 33 added so that segments begin at powers of two.
    private static let bias = 33

    /// A 16-bit sample's code: all bits inverted, as lines carry it.
    static func coded(_ sample: Int) -> UInt8 {
        // The two lowest bits are cut off, towards minus infinity.
        let short = sample >> 2
        let size = min(8158, abs(short)) + bias
        // The highest set bit is bit 5 in the lowest segment and bit 12 in the highest.
        let segment = Int.bitWidth - 1 - size.leadingZeroBitCount - 5
        let step = size >> (segment + 1) & 15
        return ~UInt8((short < 0 ? 0x80 : 0) | segment << 4 | step)
    }

    /// The 16-bit sample that a code stands for, in the middle of its step.
    static func decoded(_ code: UInt8) -> Int {
        let bits = Int(~code)
        let size = ((2 * (bits & 15) + bias) << (bits >> 4 & 7)) - bias
        return (bits & 0x80 != 0 ? -size : size) * 4
    }
}
