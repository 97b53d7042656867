/// A decoded recording.
package struct Waveform: Sendable, Equatable {
    /// Samples per second.
    package let sampleRateHertz: Int
    /// One array per channel, all of one length, -1...1.
    package let channels: [[Float]]

    package init(sampleRateHertz: Int, channels: [[Float]]) {
        self.sampleRateHertz = sampleRateHertz
        self.channels = channels
    }

    package var durationSeconds: Double {
        Double(channels.first?.count ?? 0) / Double(sampleRateHertz)
    }
}
