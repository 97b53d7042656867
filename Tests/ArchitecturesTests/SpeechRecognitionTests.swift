import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Media
import Tensors
import TestSupport
import Testing
import Tokenization

/// Speech recognisers through their role: transcripts, times, pieces, and what stops a load.
struct SpeechRecognitionTests {
    static let models = RepositoryPaths.fixtures + "/models/"
    static let names = ["wav2vec2/a", "wav2vec2/b", "hubert/a", "hubert/b"]

    static func recognizer(_ folder: String, threads: Int = 1) throws -> any SpeechTranscribing {
        let model = try NativeModel.load(folder: folder, catalog: modelCatalog, threads: threads)
        return try #require(model.role as? any SpeechTranscribing)
    }

    /// A recording of the fixture: `raw.0`, `raw.1`, or `long`, eight times the first with every second
    /// one backwards.
    static func recording(_ name: String, _ folder: String) throws -> Waveform {
        let calls = try RecordedCalls(folder: folder)
        let raw = try calls.tensor(name == "long" ? "raw.0" : name).values.map { $0 / 32768 }
        let samples =
            name == "long"
            ? (0..<8).flatMap { $0 % 2 == 1 ? Array(raw.reversed()) : raw } : raw
        return Waveform(sampleRateHertz: 16_000, channels: [samples])
    }

    static func expectations(_ folder: String) throws -> JSONValue {
        let data = try Data(contentsOf: URL(filePath: folder + "/io.json"))
        return try JSONValue(parsing: Array(data))
    }

    static func options(_ json: JSONValue) -> TranscriptionOptions {
        var options = TranscriptionOptions(
            chunking: Chunking(lengthSeconds: json["chunk_length_s"]?.number ?? 0),
            timestamps: json["return_timestamps"]?.string.flatMap { .init(rawValue: $0) }
        )
        if let strides = json["stride_length_s"]?.array?.compactMap(\.number) {
            options.chunking = Chunking(
                lengthSeconds: json["chunk_length_s"]?.number ?? 0,
                leftSeconds: strides[0],
                rightSeconds: strides[1]
            )
        }
        return options
    }

    /// Whatever the reference's pipeline was asked, with and without pieces and times.
    @Test(arguments: names)
    func transcriptsAreThePipelines(_ name: String) throws {
        let folder = Self.models + name
        let model = try Self.recognizer(folder)
        let asked = try #require(Self.expectations(folder)["pipeline"]?.array)
        #expect(asked.count == 8)
        for question in asked {
            let options = Self.options(try #require(question["options"]))
            let wave = try Self.recording(question["audio"]?.string ?? "", folder)
            let found = try SpeechTranscriber(model, options: options).transcribe([wave])[0]
            let label = "\(question["audio"]?.string ?? "") \(question["options"]?.text ?? "")"
            #expect(found.text == question["result"]?["text"]?.string, "\(label)")
            let chunks = question["result"]?["chunks"]?.array ?? []
            #expect(found.chunks.map(\.text) == chunks.map { $0["text"]?.string }, "\(label)")
            for (chunk, wanted) in zip(found.chunks, chunks) {
                let times = wanted["timestamp"]?.array?.compactMap(\.number) ?? []
                #expect([chunk.startSeconds, chunk.endSeconds] == times, "\(label)")
            }
        }
    }

    @Test(arguments: names)
    func pathsAreDecodedAsTheTokenizerDoes(_ name: String) throws {
        let folder = Self.models + name
        let vocabulary = try Self.recognizer(folder).hearing.vocabulary
        let cases = try #require(Self.expectations(folder)["decoding"]?.array)
        #expect(cases.count >= 8)
        for wanted in cases {
            let path = wanted["path"]?.array?.compactMap(\.integer) ?? []
            #expect(vocabulary.text(path: path) == wanted["text"]?.string)
            let characters = vocabulary.characters(path: path)
            #expect(Self.spans(characters) == wanted["characters"])
            #expect(Self.spans(vocabulary.words(characters)) == wanted["words"])
        }
    }

    private static func spans(_ spans: [CTCVocabulary.Span]) -> JSONValue {
        .array(
            spans.map {
                .array([
                    .string($0.text), .integer($0.frames.lowerBound),
                    .integer($0.frames.upperBound),
                ])
            }
        )
    }

    @Test(arguments: names)
    func lossIsTheReferences(_ name: String) throws {
        let folder = Self.models + name
        let model = try Self.recognizer(folder)
        let hearing = try model.hearing
        let loss = try #require(Self.expectations(folder)["loss"])
        let labels = loss["labels"]?.array?.compactMap(\.integer) ?? []
        #expect(labels.count == 7)
        let logits = try RecordedCalls(folder: folder).tensor("out.single.logits")
        let scores = FrameScores(
            frames: logits.shape[1],
            count: logits.shape[2],
            logits: logits.values
        )
        // The reference takes the blank of config.json, 0, here the tokenizer's too.
        let found = -CTCAlignment.logProbability(
            of: labels,
            given: scores,
            blank: hearing.vocabulary.blank
        )
        let wanted = try #require(loss["value"]?.number)
        #expect(abs(found - wanted) < 1e-4 * max(1, wanted), "\(found), not \(wanted)")
    }

    /// No answer depends on the batch, its order or the threads: not by a bit.
    @Test(arguments: names)
    func batchAndThreadsChangeNoBit(_ name: String) throws {
        let folder = Self.models + name
        let waves = try ["raw.1", "long", "raw.0", "raw.1", "raw.0"].map {
            try Self.recording($0, folder)
        }
        let alone = try SpeechTranscriber(Self.recognizer(folder))
        let expected = try waves.map { try alone.logits(for: [$0])[0] }
        for threads in [1, 2, 3] {
            let model = try SpeechTranscriber(Self.recognizer(folder, threads: threads))
            #expect(try model.logits(for: waves) == expected)
            #expect(try model.logits(for: [waves[1], waves[0]]) == [expected[1], expected[0]])
        }
        #expect(try alone.transcribe([]).isEmpty)
    }

    /// Where nothing is normalised over time and pieces see all that a frame does, pieces are the pass.
    @Test func piecesAreOnePassWhereOnePassFits() throws {
        for name in Self.names {
            let folder = Self.models + name
            let model = try Self.recognizer(folder)
            let wave = try Self.recording("raw.0", folder)
            func logits(_ seconds: Double) throws -> [Float] {
                try SpeechTranscriber(
                    model,
                    options: TranscriptionOptions(chunking: Chunking(lengthSeconds: seconds))
                ).logits(for: [wave])[0]
            }
            let pass = try logits(0)
            #expect(try logits(wave.durationSeconds + 1) == pass)
            #expect(try logits(100) == pass)
            let cut = try logits(wave.durationSeconds / 2)
            let count = try model.hearing.vocabulary.tokens.count
            #expect(abs(cut.count - pass.count) <= 2 * count)
        }
    }

    /// Features are made of pieces of a waveform; a recording of many pieces has the frames of one.
    @Test func longRecordingsHaveAllTheirFrames() throws {
        let folder = Self.models + "wav2vec2/b"
        let model = try Self.recognizer(folder, threads: 2)
        let wave = try Self.recording("long", folder)
        let logits = try SpeechTranscriber(model).logits(for: [wave])[0]
        var frames = wave.channels[0].count
        for (kernel, step) in [(10, 5), (3, 2), (5, 4), (2, 1)] {
            frames = (frames - kernel) / step + 1
        }
        #expect(logits.count == frames * 12)
    }

    @Test(arguments: names)
    func aBeamWritesWhatItsTimesSay(_ name: String) throws {
        let folder = Self.models + name
        let model = try Self.recognizer(folder)
        let wave = try Self.recording("long", folder)
        let options = TranscriptionOptions(
            decoder: .beam(width: 20, languageModel: nil),
            timestamps: .char
        )
        let found = try SpeechTranscriber(model, options: options).transcribe([wave])[0]
        let vocabulary = try model.hearing.vocabulary
        let spans = found.chunks.map { $0.text }.joined()
        #expect(spans.lowercased().contains(found.text.lowercased()))
        #expect(!vocabulary.tokens.isEmpty && !found.chunks.isEmpty)
        for (chunk, next) in zip(found.chunks, found.chunks.dropFirst()) {
            #expect(chunk.startSeconds < chunk.endSeconds ?? 0)
            #expect(chunk.endSeconds ?? 0 <= next.startSeconds)
        }
    }

    @Test func silenceIsNoErrorAndNothingIs() throws {
        let transcriber = try SpeechTranscriber(Self.recognizer(Self.models + "wav2vec2/a"))
        let silence = Waveform(
            sampleRateHertz: 16_000,
            channels: [[Float](repeating: 0, count: 4_000)]
        )
        _ = try transcriber.transcribe([silence])
        let short = Waveform(sampleRateHertz: 16_000, channels: [[0.1, 0.2]])
        #expect(throws: InferenceError.recordingTooShort(samples: 2)) {
            try transcriber.transcribe([short])
        }
    }

    @Test(arguments: [
        ("config.json", "\"add_adapter\": false", "\"add_adapter\": true", "add_adapter"),
        ("config.json", "\"adapter_attn_dim\": null", "\"adapter_attn_dim\": 16", "adapter_attn"),
        (
            "config.json", "\"feat_extract_norm\": \"group\"", "\"feat_extract_norm\": \"batch\"",
            "feat_extract_norm"
        ),
        (
            "config.json", "\"num_attention_heads\": 4", "\"num_attention_heads\": 5",
            "num_attention_heads"
        ),
        (
            "config.json", "\"num_conv_pos_embedding_groups\": 3",
            "\"num_conv_pos_embedding_groups\": 5", "num_conv_pos_embedding_groups"
        ),
        ("config.json", "\"hidden_act\": \"gelu\"", "\"hidden_act\": \"mish\"", "hidden_act"),
        ("config.json", "\"conv_bias\": false", "\"conv_bias\": true", "conv_layers.0.conv.bias"),
        (
            "config.json", "\"do_stable_layer_norm\": false", "\"do_stable_layer_norm\": 1",
            "do_stable_layer_norm"
        ),
        ("config.json", "\"vocab_size\": 12", "\"vocab_size\": 13", "lm_head.weight"),
        ("config.json", "Wav2Vec2ForCTC", "Wav2Vec2ForPreTraining", "Wav2Vec2ForCTC"),
        ("vocab.json", "\"<pad>\": 0", "\"<pad>\": 4", "same id 4"),
        ("preprocessor_config.json", "Wav2Vec2Feature", "ASTFeature", "feature_extractor_type"),
    ])
    func refusesWhatItCannotRun(
        _ file: String,
        _ old: String,
        _ new: String,
        _ sentence: String
    ) throws {
        let folder = try Self.copy("wav2vec2/a")
        try ImageClassificationTests.replace(old, with: new, in: folder + "/" + file)
        let error = #expect(throws: (any Error).self) {
            try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test func hubertsBatchNormIsRefused() throws {
        let folder = try Self.copy("hubert/a")
        try ImageClassificationTests.replace(
            "\"conv_pos_batch_norm\": false",
            with: "\"conv_pos_batch_norm\": true",
            in: folder + "/config.json"
        )
        let error = #expect(throws: CheckpointError.self) {
            try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("conv_pos_batch_norm"))
    }

    /// Without what recordings and texts need, a model can be verified and not asked.
    @Test(arguments: ["vocab.json", "preprocessor_config.json"])
    func missingFilesAreNamedWhenTheyAreNeeded(_ file: String) throws {
        let folder = try Self.copy("wav2vec2/a")
        try FileManager.default.removeItem(atPath: folder + "/" + file)
        #expect(
            try Verification(folder: folder, catalog: modelCatalog, threads: 1)
                .firstBeyond(1e-5) == nil
        )
        let model = try Self.recognizer(folder)
        let error = #expect(throws: (any Error).self) { try SpeechTranscriber(model) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(file))
    }

    @Test func inputsOfAnotherShapeAreRefused() throws {
        let loaded = try NativeModel.load(
            folder: Self.models + "wav2vec2/b",
            catalog: modelCatalog,
            threads: 1
        )
        let model = try #require(loaded.role as? any ModelArchitecture)
        let values = Tensor([1, 500], [Float](repeating: 0.1, count: 500))
        for inputs in [
            [:], ["input_values": Tensor([500], values.values)],
            ["input_values": Tensor([1, 9], [Float](repeating: 0, count: 9))],
            ["input_values": values, "attention_mask": Tensor([1, 2], [1, 1])],
            [
                "input_values": values,
                "attention_mask": Tensor([1, 500], [Float](repeating: 0, count: 500)),
            ],
            ["input_values": values, "labels": values],
        ] {
            #expect(throws: InferenceError.self) {
                try model.run(inputs: inputs, options: [:], trace: TensorTrace())
            }
        }
        #expect(throws: InferenceError.unsupportedOption(name: "x")) {
            try model.run(
                inputs: ["input_values": values],
                options: ["x": .bool(true)],
                trace: TensorTrace()
            )
        }
    }

    static func copy(_ name: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "assay-\(UUID().uuidString)"
        )
        try FileManager.default.copyItem(at: URL(filePath: models + name), to: url)
        return url.path
    }
}
