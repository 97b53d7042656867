import Checkpoints
import Media
import Preprocessing
import Tensors
import TestSupport
import Testing

/// Recordings as a speech model is given them.
struct AudioPreprocessorTests {
    static func read(_ json: String) throws -> AudioPreprocessor {
        try AudioPreprocessor(ConfigurationScope(bytes: Array(json.utf8), file: "p.json"))
    }

    @Test func defaultsAreTheReferences() throws {
        let preprocessor = try Self.read("{}")
        #expect(preprocessor.sampleRateHertz == 16_000)
        #expect(preprocessor.normalizes)
        #expect(!preprocessor.returnsAttentionMask)
    }

    @Test(arguments: [
        (#"{"feature_extractor_type": "WhisperFeatureExtractor"}"#, "feature_extractor_type"),
        (#"{"feature_size": 80}"#, "feature_size"), (#"{"sampling_rate": 0}"#, "sampling_rate"),
        (#"{"sampling_rate": 16000.5}"#, "sampling_rate"),
        (#"{"padding_value": 1}"#, "padding_value"), (#"{"do_normalize": 1}"#, "do_normalize"),
    ])
    func refusesWhatItDoesNotImplement(_ json: String, _ key: String) {
        let error = #expect(throws: CheckpointError.self) { try Self.read(json) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("'\(key)'"))
    }

    @Test func channelsAreMixedByTheirMean() throws {
        let wave = Waveform(
            sampleRateHertz: 16_000,
            channels: [[1, 0, -0.5], [0, 0.5, -0.5], [0.5, 1, -0.5]]
        )
        let signal = try Self.read("{}").signal(wave)
        #expect(signal.samples == [0.5, 0.5, -0.5])
        #expect(signal.resampler == nil)
    }

    @Test func anotherRateNamesTheResampler() throws {
        let wave = Waveform(sampleRateHertz: 8_000, channels: [[0, 0.1, 0.2, 0.1]])
        let signal = try Self.read("{}").signal(wave)
        #expect(signal.samples.count == 8)
        #expect(signal.resampler == WaveformResampler.name)
    }

    @Test func brokenRecordingsAreRefused() throws {
        let preprocessor = try Self.read("{}")
        #expect(throws: PreprocessingError.emptyRecording) {
            try preprocessor.signal(Waveform(sampleRateHertz: 16_000, channels: []))
        }
        #expect(throws: PreprocessingError.emptyRecording) {
            try preprocessor.signal(Waveform(sampleRateHertz: 16_000, channels: [[]]))
        }
        #expect(throws: PreprocessingError.notFinite(index: 1)) {
            try preprocessor.signal(
                Waveform(sampleRateHertz: 16_000, channels: [[0, 0], [0, .nan]])
            )
        }
    }

    @Test func normalisedSamplesHaveNoMeanAndUnitVariance() throws {
        var random = SeededRandom(seed: 4)
        let samples = random.floats(5_000).map { $0 * 0.01 + 3 }
        let values = try Self.read("{}").inputValues(samples[...])
        let mean = values.reduce(0, +) / 5_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5_000
        #expect(abs(mean) < 1e-4 && abs(variance - 1) < 0.01)
        let silent = try Self.read("{}").inputValues([0.25, 0.25, 0.25])
        #expect(silent == [0, 0, 0])
        let kept = try Self.read(#"{"do_normalize": false}"#).inputValues(samples[10..<20])
        #expect(kept == Array(samples[10..<20]))
        #expect(try Self.read("{}").inputValues([]).isEmpty)
    }

    /// What the reference's extractor gives for a recording by itself.
    @Test(arguments: ["wav2vec2/a", "wav2vec2/b", "hubert/a", "hubert/b"])
    func valuesAreTheReferences(_ name: String) throws {
        let folder = RepositoryPaths.fixtures + "/models/" + name
        let file = try SafetensorsFile(path: folder + "/io.safetensors")
        let raw = try #require(file["raw.0"].map { file.tensor($0) })
        let expected = try #require(file["in.single.input_values"].map { file.tensor($0) })
        let preprocessor = try AudioPreprocessor(
            ConfigurationScope(file: folder + "/preprocessor_config.json")
        )
        let wave = Waveform(sampleRateHertz: 16_000, channels: [raw.values.map { $0 / 32768 }])
        let found = try preprocessor.inputValues(preprocessor.signal(wave).samples[...])
        let departure = departure(
            of: Tensor([1, found.count], found),
            from: expected,
            tolerance: 1e-6,
            name: "input_values"
        )
        #expect(departure == nil, "\(departure ?? "")")
    }

    /// The shared oracle's recordings, decoded from their files.
    @Test(
        .enabled(if: RepositoryPaths.oracle("wav2vec2_base-a") != nil, "no shared oracle here"),
        arguments: ["wav2vec2_base-a", "wav2vec2_large-a", "hubert-a"]
    )
    func filesBecomeTheReferencesValues(_ name: String) throws {
        let folder = try #require(RepositoryPaths.oracle(name))
        let file = try SafetensorsFile(path: folder + "/io.safetensors")
        let expected = try #require(file["in.single.input_values"].map { file.tensor($0) })
        let preprocessor = try AudioPreprocessor(
            ConfigurationScope(file: folder + "/preprocessor_config.json")
        )
        let signal = try preprocessor.signal(Waveform(contentsOf: folder + "/audio1.wav"))
        let found = preprocessor.inputValues(signal.samples[...])
        let departure = departure(
            of: Tensor([1, found.count], found),
            from: expected,
            tolerance: 1e-6,
            name: "input_values"
        )
        #expect(departure == nil, "\(departure ?? "")")
    }
}
