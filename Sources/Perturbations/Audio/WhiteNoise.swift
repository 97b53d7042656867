import Media

/// Hiss: normal noise of all frequencies alike.
struct WhiteNoise: AudioPerturbation {
    static let name = "white_noise"
    static let summary = "Adds normal white noise at a signal-to-noise ratio over the whole recording."
    static let options = [PerturbationOption.signalToNoise]

    private let ratio: Double

    init(_ values: PerturbationValues) {
        ratio = values.number("snr_db")
    }

    func apply(to recording: Waveform, using random: inout PerturbationRandom) -> Waveform {
        let noise = recording.channels.map { $0.map { _ in random.normal() } }
        return recording.adding(noise, signalToNoise: ratio)
    }
}
