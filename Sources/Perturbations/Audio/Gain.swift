import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A recording that is too loud or too quiet.
struct Gain: AudioPerturbation {
    static let name = "gain"
    static let summary = "Multiplies the samples by a gain and clips them to -1...1."
    static let options = [
        PerturbationOption("gain_db", "The gain in decibels.", in: -60...60, default: 20)
    ]

    private let factor: Double

    init(_ values: PerturbationValues) {
        factor = pow(10, values.number("gain_db") / 20)
    }

    func apply(to recording: Waveform, using random: inout PerturbationRandom) -> Waveform {
        recording.mapping { min(1, max(-1, $0 * factor)) }
    }
}
