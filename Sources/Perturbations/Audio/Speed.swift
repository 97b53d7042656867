import Media
import Preprocessing

/// A recording played faster or slower, with the pitch that follows, as a tape would.
///
/// The samples are taken to be of another rate and resampled to the recording's (libsoxr,
/// ``WaveformResampler``), as sox's `speed` does. The rate is a whole number of hertz, so the factor is
/// met within one part in twice the rate.
struct Speed: AudioPerturbation {
    static let name = "speed"
    static let summary = "Plays the recording faster or slower, which changes its pitch too (as sox's speed)."
    static let options = [
        PerturbationOption(
            "factor",
            "How many times as fast; below 1 it is slower.",
            in: 0.5...2,
            default: 1.1
        )
    ]

    private let factor: Double

    init(_ values: PerturbationValues) {
        factor = values.number("factor")
    }

    var stretch: Double { 1 / factor }

    func apply(to recording: Waveform, using random: inout PerturbationRandom) throws -> Waveform {
        guard factor != 1 else { return recording }
        let rate = recording.sampleRateHertz
        let played = Int((Double(rate) * factor).rounded())
        return Waveform(
            sampleRateHertz: rate,
            channels: try recording.channels.map {
                let samples = try WaveformResampler.resample($0, from: played, to: rate)
                // A recording of a sample or two has at least one left.
                return samples.isEmpty ? Array($0.prefix(1)) : samples
            }
        )
    }
}
