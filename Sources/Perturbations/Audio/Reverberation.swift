import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A recording in a room that does not exist.
///
/// The room's impulse response is synthetic: the direct sound, and after it normal noise whose power falls by 60
/// dB in the reverberation time (Polack's model: Polack 1988; Habets 2007, section 2.5). The tail of the
/// last sound is cut off where the recording ended, so that its length stays. All channels are in the same room.
struct Reverberation: AudioPerturbation {
    static let name = "reverberation"
    static let summary =
        "Convolves with a synthetic, exponentially decaying room response (Polack's statistical model)."
    static let options = [
        PerturbationOption(
            "rt60_seconds",
            "The time in which the sound falls by 60 dB.",
            in: 0.05...5,
            default: 0.5
        ),
        PerturbationOption(
            "drr_db",
            "The ratio of the direct sound's energy to that of all reflections, in decibels.",
            in: -20...40,
            default: 0
        ),
    ]

    private let seconds: Double
    private let ratio: Double

    init(_ values: PerturbationValues) {
        seconds = values.number("rt60_seconds")
        ratio = values.number("drr_db")
    }

    func apply(to recording: Waveform, using random: inout PerturbationRandom) -> Waveform {
        let response = response(rate: recording.sampleRateHertz, using: &random)
        return Waveform(
            sampleRateHertz: recording.sampleRateHertz,
            channels: recording.channels.map { channel in
                FourierTransform.convolve(channel.map { Double($0) }, response)
                    .prefix(channel.count).map { Float($0) }
            }
        )
    }

    /// The room's answer to a click: 1, then reflections for the reverberation time.
    func response(rate: Int, using random: inout PerturbationRandom) -> [Double] {
        let count = Int((Double(rate) * seconds).rounded())
        let decay = 3 * log(10) / (Double(rate) * seconds)
        var reflections = (0..<count).map { random.normal() * exp(-decay * Double($0 + 1)) }
        let energy = reflections.reduce(0) { $0 + $1 * $1 }
        if energy > 0 {
            let factor = (pow(10, -ratio / 10) / energy).squareRoot()
            reflections = reflections.map { $0 * factor }
        }
        return [1] + reflections
    }
}
