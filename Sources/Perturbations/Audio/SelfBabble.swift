import Media

/// Babble made of the recording itself.
///
/// Babble proper is other people talking, for which other recordings would be needed. This takes the
/// recording's own pieces of a quarter of a second, in another random order for each of several voices,
/// every second piece backwards, and adds the voices up: it has the speech's spectrum and loudness over time, and no
/// words. What is shorter than two pieces is taken backwards and shifted only.
struct SelfBabble: AudioPerturbation {
    static let name = "self_babble"
    static let summary =
        "Adds babble made of the recording's own pieces, shuffled and partly backwards, at a signal-to-noise ratio."
    static let options = [
        PerturbationOption.signalToNoise,
        PerturbationOption("voices", "How many voices babble.", in: 1...32, default: 6),
    ]

    private let ratio: Double
    private let voices: Int

    init(_ values: PerturbationValues) {
        ratio = values.number("snr_db")
        voices = values.integer("voices")
    }

    func apply(to recording: Waveform, using random: inout PerturbationRandom) -> Waveform {
        let count = recording.channels.first?.count ?? 0
        guard count > 0 else { return recording }
        var noise = recording.channels.map { _ in [Double](repeating: 0, count: count) }
        for _ in 0..<voices {
            let order = Self.order(of: count, piece: max(1, recording.sampleRateHertz / 4), using: &random)
            for (channel, samples) in recording.channels.enumerated() {
                for (place, source) in order.enumerated() {
                    noise[channel][place] += Double(samples[source])
                }
            }
        }
        return recording.adding(noise, signalToNoise: ratio)
    }

    /// Where each sample of a voice comes from: every sample once.
    private static func order(
        of count: Int,
        piece: Int,
        using random: inout PerturbationRandom
    ) -> [Int] {
        var order: [Int] = []
        order.reserveCapacity(count)
        let pieces = (count + piece - 1) / piece
        for (place, index) in random.order(of: pieces).enumerated() {
            let range = index * piece..<min(count, (index + 1) * piece)
            if place.isMultiple(of: 2) { order += range.reversed() } else { order += range }
        }
        // Shifted round, so that the voices' pieces do not all begin at the same moment.
        let shift = random.below(count)
        return Array(order[shift...] + order[..<shift])
    }
}
