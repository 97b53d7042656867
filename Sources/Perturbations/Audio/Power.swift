import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Waveform {
    /// The mean of the squares of all samples of all channels; nil without samples.
    var power: Double? {
        let count = channels.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        let sum = channels.reduce(0) { total, channel in
            channel.reduce(total) { $0 + Double($1) * Double($1) }
        }
        return sum / Double(count)
    }

    /// The recording with noise so strong that the ratio of their powers, each over the whole recording, is
    /// the given one.
    ///
    /// The ratio is met by the noise that is there, not merely on average. Silence stays silence, since no
    /// noise has a ratio to it; nor is noise added that is silent itself.
    ///
    /// - Parameters:
    ///   - noise: As long as the recording and with as many channels.
    ///   - ratio: In decibels.
    func adding(_ noise: [[Double]], signalToNoise ratio: Double) -> Waveform {
        let count = noise.reduce(0) { $0 + $1.count }
        let noisePower = noise.reduce(0) { total, channel in
            channel.reduce(total) { $0 + $1 * $1 }
        }
        guard let power, power > 0, noisePower > 0 else { return self }
        let wanted = power / pow(10, ratio / 10)
        let factor = (wanted * Double(count) / noisePower).squareRoot()
        return Waveform(
            sampleRateHertz: sampleRateHertz,
            channels: zip(channels, noise).map { channel, noise in
                zip(channel, noise).map { Float(Double($0) + factor * $1) }
            }
        )
    }

    /// The recording with each sample replaced.
    func mapping(_ sample: (Double) -> Double) -> Waveform {
        Waveform(
            sampleRateHertz: sampleRateHertz,
            channels: channels.map { $0.map { Float(sample(Double($0))) } }
        )
    }
}

extension PerturbationOption {
    /// The ratio of the recording's power to that of the noise.
    static let signalToNoise = PerturbationOption(
        "snr_db",
        "The ratio of the recording's power to the noise's, in decibels.",
        in: -20...60,
        default: 10
    )
}
