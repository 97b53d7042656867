import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The narrow band of a telephone line.
///
/// A linear-phase filter: the ideal band pass cut off by a Blackman window, whose transitions are 100 Hz
/// wide and whose stop band is 74 dB down (Oppenheim and Schafer 2010, section 7.5). The sample rate stays
/// and nothing is delayed. Checked by: `Tests/Fixtures/perturbations`, against SciPy 1.17's `firwin`.
struct BandLimit: AudioPerturbation {
    static let name = "band_limit"
    static let summary =
        "Leaves the frequencies between two; by default those of a telephone line, 300 to 3400 Hz."
    static let options = [
        PerturbationOption(
            "low_hz",
            "The lowest frequency that is left; 0 for no limit.",
            in: 0...20_000,
            default: 300
        ),
        PerturbationOption(
            "high_hz",
            "The highest frequency that is left; one beyond half the sample rate is no limit.",
            in: 20...96_000,
            default: 3400
        ),
    ]

    private let low: Double
    private let high: Double

    init(_ values: PerturbationValues) {
        low = values.number("low_hz")
        high = values.number("high_hz")
    }

    func apply(to recording: Waveform, using random: inout PerturbationRandom) -> Waveform {
        let filter = filter(rate: recording.sampleRateHertz)
        return Waveform(
            sampleRateHertz: recording.sampleRateHertz,
            channels: recording.channels.map { channel in
                FourierTransform.convolve(channel.map { Double($0) }, filter)
                    .dropFirst(filter.count / 2).prefix(channel.count).map { Float($0) }
            }
        )
    }

    /// The filter's taps, an odd number of them, symmetrical.
    func filter(rate: Int) -> [Double] {
        let rate = Double(rate)
        // A Blackman window of n taps has transitions of about 5.5 / n of the rate.
        let half = Int((2.75 * rate / 100).rounded(.up))
        let (low, high) = (min(low, rate / 2), min(high, rate / 2))
        return (-half...half).map { offset in
            let place = Double(offset)
            let ideal = Self.lowPass(high / rate, place) - Self.lowPass(low / rate, place)
            let phase = Double.pi * place / Double(half)
            let window = 0.42 + 0.5 * cos(phase) + 0.08 * cos(2 * phase)
            return ideal * window
        }
    }

    /// The ideal low pass up to a share of the sample rate.
    private static func lowPass(_ cutoff: Double, _ place: Double) -> Double {
        place == 0 ? 2 * cutoff : sin(2 * .pi * cutoff * place) / (.pi * place)
    }
}
