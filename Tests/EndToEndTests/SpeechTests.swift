import Domain
import Foundation
import GRDB
import TestSupport
import Testing

/// Speech recognition as a user types it: a suite over a corpus in LibriSpeech's layout, and files.
@Suite(
    "The built program transcribes",
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct SpeechTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "/assay-speech-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
    }

    private static let fixtures = RepositoryPaths.fixtures
    private static let model = fixtures + "/models/wav2vec2/a"

    private static let arpa = """
        \\data\\
        ngram 1=4
        \\1-grams:
        -1 <s>
        -1 </s>
        -0.5 ANT
        -2 <unk>
        \\end\\
        """

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    private func suite(_ options: String) -> String {
        """
        name: speech
        version: 1
        tasks:
          - task: automatic-speech-recognition
            dataset:
              format: librispeech
              source: \(Self.fixtures)/ingestion/librispeech/good
              name: libri
            metrics: [word_error_rate, character_error_rate]
            options: { \(options) }
        models:
          - { name: tiny, backend: native, path: \(Self.model) }
        """
    }

    private func run(_ options: String) throws -> Program.Result {
        try write("suite.yaml", suite(options))
        return try Program.run(["run", "suite.yaml", "--db", "a.sqlite", "--json"], in: folder)
    }

    private func rows(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: folder + "/a.sqlite").read { try String.fetchAll($0, sql: sql) }
    }

    @Test func aSuiteOverRecordingsHasFiguresAndSaysHowItWasMade() throws {
        let first = try run("")
        #expect(first.status == 0, "\(first.errors)")
        let value = try JSONValue(parsing: first.output.trimmingCharacters(in: .newlines))
        #expect(value["summary"]?["saved"] == .integer(3))
        #expect(value["summary"]?["failed"] == .integer(0))
        let outputs = try rows("SELECT output FROM prediction")
        #expect(outputs.count == 3)
        for output in outputs {
            #expect(try JSONValue(parsing: output)["text"]?.string != nil, "\(output)")
        }
        let manifest = try JSONValue(parsing: rows("SELECT manifest FROM run")[0])
        let resampler = try #require(manifest["resampler"]?.string)
        #expect(resampler.contains("soxr") && resampler.contains("VHQ"))
        let identity = try JSONValue(parsing: rows("SELECT identity FROM model")[0])
        #expect(identity["resampler"]?.string == resampler)
        #expect(identity["sampleRateHertz"] == .integer(16_000))
        // The same again is the same run, and asks nobody.
        let again = try run("")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try rows("SELECT id FROM run").count == 1)
        #expect(try rows("SELECT output FROM prediction") == outputs)
    }

    @Test func optionsAndTheLanguageModelsContentsDecideAnAnswer() throws {
        try write("lm.arpa", Self.arpa)
        let options =
            "decoder: beam, beam_width: 5, language_model: lm.arpa, return_timestamps: word"
        #expect(try run(options).status == 0)
        let decoding = try JSONValue(parsing: rows("SELECT options FROM decoding")[0])
        #expect(decoding["language_model"]?.string?.count == 64)
        #expect(decoding["beam_width"] == .integer(5))
        let output = try JSONValue(parsing: rows("SELECT output FROM prediction")[0])
        #expect(output["text"]?.string != nil && output["chunks"]?.array != nil)
        #expect(try rows("SELECT output FROM prediction").count == 3)
        // Another model in the same place is another decoding; the first, back again, is known.
        try write("lm.arpa", Self.arpa.replacingOccurrences(of: "-0.5 ANT", with: "-0.6 ANT"))
        #expect(try run(options).status == 0)
        #expect(try rows("SELECT output FROM prediction").count == 6)
        try write("lm.arpa", Self.arpa)
        #expect(try run(options).status == 0)
        #expect(try rows("SELECT output FROM prediction").count == 6)
    }

    @Test(arguments: [
        ("decoder: best", "greedy or beam, found 'best'"),
        ("beam_width: 5", "'beam_width' of"), ("decoder: beam, alpha: 1", "language_model"),
        ("decoder: beam, language_model: gone.arpa", "'gone.arpa' is not there"),
        ("stride_length_s: 1", "chunk_length_s"),
        ("chunk_length_s: 2, stride_length_s: [1, 1]", "all stride"),
        ("chunk_length_s: -1", "0 or more"), ("return_timestamps: true", "word or char"),
        ("beam: 3", "unknown option"),
    ])
    func mistakesAreNamed(_ options: String, _ words: String) throws {
        let result = try run(options)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test func predictAnswersLikeThePipeline() throws {
        let file =
            Self.fixtures + "/ingestion/librispeech/good/Libri/dev-clean/84/121123/"
            + "84-121123-0000.flac"
        let plain = try predict([file])
        #expect(plain.status == 0, "\(plain.errors)")
        let text = try #require(try JSONValue(parsing: plain.output)["text"]?.string)
        #expect(try JSONValue(parsing: plain.output).object?.keys.sorted() == ["text"])
        #expect(plain.errors.isEmpty)
        let stamped = try predict([file, "-o", "return_timestamps=char"])
        let json = try JSONValue(parsing: stamped.output)
        #expect(json["text"]?.string == text)
        let chunks = try #require(json["chunks"]?.array)
        let pieces = chunks.map { $0["text"]?.string ?? "" }
        #expect(pieces.joined().contains(text))
        #expect(chunks.allSatisfy { $0["timestamp"]?.array?.count == 2 })
        let lines = try predict([file, "--format", "text", "-o", "return_timestamps=char"])
        #expect(lines.output.split(separator: "\n").count == chunks.count)
        #expect(
            lines.output.split(separator: "\n").allSatisfy { $0.split(separator: "\t").count >= 3 }
        )
        for name in ["--batch-size=1", "--threads=2"] {
            let pair = try predict([file, file, name])
            let both = try JSONValue(parsing: pair.output)
            #expect(
                both
                    == .array([.object(["text": .string(text)]), .object(["text": .string(text)])])
            )
        }
    }

    /// A recording of another rate is never resampled in silence.
    @Test func predictSaysWhatItResamples() throws {
        let file = Self.fixtures + "/media/\(Self.otherRate)"
        let result = try predict([file])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("\(Self.otherRate): resampled from "))
        #expect(result.errors.contains(" to 16000 Hz by soxr "))
        #expect(try JSONValue(parsing: result.output)["text"] != nil)
    }

    private static let otherRate = "mono.wav"

    @Test func predictRefusesPicturesAndOtherModels() throws {
        let picture = try predict([Self.fixtures + "/media/rgb8.png"])
        #expect(picture.status == 1 && picture.errors.contains("not a recording"))
        let wrong = try Program.run(
            [
                "predict", "automatic-speech-recognition", "--model",
                Self.fixtures + "/models/vit/a", Self.fixtures + "/media/mono.wav",
            ],
            in: folder
        )
        #expect(wrong.status == 64 && wrong.errors.contains("is no model for"), "\(wrong.errors)")
    }

    private func predict(_ arguments: [String]) throws -> Program.Result {
        try Program.run(
            ["predict", "automatic-speech-recognition", "--model", Self.model] + arguments,
            in: folder
        )
    }
}
