package import Checkpoints
import Domain
package import Media

/// Turns recordings into a speech model's numbers, as a folder's `preprocessor_config.json` says.
///
/// In order: the mean of the channels; the model's sample rate (``WaveformResampler``); for each piece
/// that the model runs on, less its mean, over the root of its variance (biased) plus 1e-7.
///
/// Source: transformers 4.49, `Wav2Vec2FeatureExtractor`. Its pipelines leave several channels to
/// ffmpeg, which mixes them by their mean too. Checked by: `Tests/Fixtures/models/wav2vec2`, 1e-6.
package struct AudioPreprocessor: Sendable, Equatable {
    /// Samples a second that the model was trained on.
    package let sampleRateHertz: Int
    /// Whether mean and deviation are taken out.
    package let normalizes: Bool
    /// Whether the model is told which samples of a batch are padding; only the reference pads.
    package let returnsAttentionMask: Bool

    /// Reads `preprocessor_config.json`.
    ///
    /// - Throws: ``CheckpointError/configuration(file:path:expected:found:)`` for an extractor or a
    ///   value that is not implemented.
    package init(_ json: ConfigurationScope) throws(CheckpointError) {
        let known = "Wav2Vec2FeatureExtractor"
        let key = "feature_extractor_type"
        // Older folders do not name it: the model's family does.
        let name = try json.string(key, default: known)
        guard name == known else {
            throw json.error(key, expected: known, found: "'\(name)'")
        }
        sampleRateHertz = try json.integer(
            "sampling_rate",
            default: 16_000,
            in: WaveformResampler.rates
        )
        normalizes = try json.bool("do_normalize", default: true)
        returnsAttentionMask = try json.bool("return_attention_mask", default: false)
        _ = try json.integer("feature_size", default: 1, in: 1...1)
        let padding = try json.number("padding_value", default: 0)
        guard padding == 0 else {
            throw json.error("padding_value", expected: "0", found: "\(padding)")
        }
    }

    /// A recording as the model hears it, not yet normalised.
    package struct Signal: Sendable, Equatable {
        /// Mono, at the model's rate.
        package let samples: [Float]
        /// Who changed the sample rate; nil if nobody had to.
        package let resampler: String?
    }

    /// Mixes the channels and brings them to the model's rate.
    ///
    /// - Throws: ``PreprocessingError`` for a recording without samples, with samples that are not
    ///   finite, or of a rate that is not converted. Silence is not an error.
    package func signal(_ waveform: Waveform) throws(PreprocessingError) -> Signal {
        guard let first = waveform.channels.first, !first.isEmpty else { throw .emptyRecording }
        for channel in waveform.channels {
            if let index = channel.firstIndex(where: { !$0.isFinite }) {
                throw .notFinite(index: index)
            }
        }
        let mono = Self.mixed(waveform.channels)
        if waveform.sampleRateHertz == sampleRateHertz {
            return Signal(samples: mono, resampler: nil)
        }
        let samples = try WaveformResampler.resample(
            mono,
            from: waveform.sampleRateHertz,
            to: sampleRateHertz
        )
        guard !samples.isEmpty else { throw .emptyRecording }
        return Signal(samples: samples, resampler: WaveformResampler.name)
    }

    /// The numbers that the model is given for some samples: all of a recording, or a piece of it.
    package func inputValues(_ samples: ArraySlice<Float>) -> [Float] {
        guard normalizes, !samples.isEmpty else { return Array(samples) }
        let count = Double(samples.count)
        let mean = samples.reduce(0) { $0 + Double($1) } / count
        let variance =
            samples.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        let deviation = Float((variance + 1e-7).squareRoot())
        let middle = Float(mean)
        return samples.map { ($0 - middle) / deviation }
    }

    /// The mean of the channels at each moment.
    private static func mixed(_ channels: [[Float]]) -> [Float] {
        if channels.count == 1 { return channels[0] }
        let count = channels.map(\.count).min() ?? 0
        let share = 1 / Double(channels.count)
        return (0..<count).map { index in
            Float(channels.reduce(0) { $0 + Double($1[index]) } * share)
        }
    }
}
