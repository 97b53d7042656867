import Domain
import Foundation
import TestSupport
import Testing

/// `assay model` and `assay predict` as a user types them.
@Suite(
    "The built program inspects, verifies and asks models",
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct ModelCommandTests {
    private static let starter = RepositoryPaths.root + "/suites/quickstart/models/starter-vit"
    private static let recorded = RepositoryPaths.fixtures + "/models/vit/a"
    private static let pictures = ["rgb8.png", "baseline.jpg", "rotated-by-exif.jpg"]
        .map { RepositoryPaths.fixtures + "/media/" + $0 }

    @Test func inspectSaysWhatTheStarterModelIs() throws {
        let plain = try Self.assay("model", "inspect", Self.starter)
        #expect(plain.status == 0, "\(plain.errors)")
        #expect(plain.output.contains("ViTForImageClassification"))
        #expect(plain.output.contains("10: T-shirt/top, Trouser, "))
        let json = try Self.assay("model", "inspect", Self.starter, "--json")
        let summary = try JSONValue(parsing: json.output)
        #expect(summary["modelType"]?.string == "vit")
        #expect(summary["labels"]?.strings?.last == "Ankle boot")
        #expect(summary["problems"]?.array?.isEmpty == true)
        // As many numbers as the weights' file has room for, less its header; it is in half precision, and
        // they are held in single.
        let size = try Data(contentsOf: URL(filePath: Self.starter + "/model.safetensors")).count
        let bytes = try #require(summary["weightBytes"]?.integer)
        #expect(bytes > 0 && (bytes / 2..<bytes / 2 + 20_000).contains(size))
    }

    @Test func verifyComparesEveryRecordedTensor() throws {
        let plain = try Self.assay("model", "verify", Self.recorded)
        #expect(plain.status == 0, "\(plain.output)\(plain.errors)")
        #expect(plain.output.contains(" tensors are within "))
        let json = try Self.assay("model", "verify", Self.recorded, "--json")
        let verification = try JSONValue(parsing: json.output)
        #expect(verification["passed"]?.bool == true)
        let names = verification["tensors"]?.array?.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("out.logits"))
        // Nothing is as exact as this.
        let strict = try Self.assay("model", "verify", Self.recorded, "--tolerance", "1e-12")
        #expect(strict.status == 1)
    }

    @Test func verifyFindsChangedWeights() throws {
        try Self.withCopy { folder in
            let url = URL(filePath: folder + "/model.safetensors")
            var bytes = try Data(contentsOf: url)
            let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            // The signs of the first hundred numbers, which are little-endian.
            for index in 0..<100 { bytes[8 + header + 4 * index + 3] ^= 0x80 }
            try bytes.write(to: url)
            let plain = try Self.assay("model", "verify", folder)
            #expect(plain.status == 1)
            #expect(plain.output.contains("is the first beyond 0.0001"), "\(plain.output)")
            let json = try Self.assay("model", "verify", folder, "--json")
            #expect(json.status == 1)
            let verification = try JSONValue(parsing: json.output)
            #expect(verification["passed"]?.bool == false)
            #expect(verification["firstDeparture"]?.string != nil)
        }
    }

    @Test func anUnknownActivationIsRefusedBySentence() throws {
        try Self.withCopy { folder in
            let url = URL(filePath: folder + "/config.json")
            let text = try String(contentsOf: url, encoding: .utf8)
            let changed = text.replacingOccurrences(of: #""gelu""#, with: #""swoosh""#)
            #expect(changed != text)
            try Data(changed.utf8).write(to: url)
            let sentence =
                "\(folder)/config.json: 'hidden_act' should be gelu, gelu_new, gelu_pytorch_tanh, "
                + "gelu_fast, quick_gelu, relu or silu, found 'swoosh'"
            let verify = try Self.assay("model", "verify", folder)
            #expect(verify.status == 1 && verify.errors.contains(sentence), "\(verify.errors)")
            let inspect = try Self.assay("model", "inspect", folder)
            #expect(inspect.status == 1 && inspect.output.contains(sentence), "\(inspect.output)")
            let predict = try Self.predict(Self.pictures[0], model: folder)
            #expect(predict.status == 1 && predict.errors.contains(sentence), "\(predict.errors)")
        }
    }

    @Test func predictAnswersLikeThePipeline() throws {
        let alone = try Self.pictures.map { picture in
            let result = try Self.predict(picture, "--top-k", "10")
            #expect(result.status == 0, "\(result.errors)")
            return try JSONValue(parsing: result.output)
        }
        for answer in alone {
            let labels = try #require(answer.array)
            let scores = labels.compactMap { $0["score"]?.number }
            #expect(Set(labels.compactMap { $0["label"]?.string }).count == 10)
            #expect(scores.count == 10 && scores == scores.sorted(by: >))
            #expect(abs(scores.reduce(0, +) - 1) < 1e-5)
        }
        // Together they are answered in order, and as they are alone, whatever the batch.
        for batch in ["1", "2", "8"] {
            let together = try Self.assay(
                ["predict", "image-classification", "--model", Self.starter, "--top-k", "10"]
                    + ["--batch-size", batch] + Self.pictures
            )
            #expect(try JSONValue(parsing: together.output) == .array(alone))
        }
        let text = try Self.predict(Self.pictures[0], "--format", "text", "--top-k", "2")
        let lines = text.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.map(\.count) == [3, 3])
        #expect(lines.first.map { String($0[1]) } == alone[0].array?.first?["label"]?.string)
    }

    @Test func predictRefusesWhatItCannotUse() throws {
        let missing = try Self.predict("absent.png")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("cannot use absent.png: cannot read absent.png"))
        #expect(missing.output.isEmpty)
        let inside = try Self.predict(Self.recorded)
        #expect(inside.status == 1 && inside.errors.contains("it is a folder, where a file is"))
        let sound = try Self.predict(RepositoryPaths.fixtures + "/media/mono.wav")
        #expect(sound.status == 1 && sound.errors.contains("not a PNG or JPEG picture"))
        let usage = try Self.predict(Self.pictures[0], "--top-k", "0")
        #expect(usage.status == 64 && usage.errors.contains("--top-k is at least 1"))
        let folder = try Self.predict(Self.pictures[0], model: "/nowhere")
        #expect(folder.status == 1 && folder.errors.contains("/nowhere/config.json"))
    }

    @Test func predictNamesTheInputThatCannotBeAnswered() throws {
        let model = RepositoryPaths.fixtures + "/models/bert/masked-lm"
        let words = ["predict", "fill-mask", "--model", model, "a [MASK]", "no gap"]
        let result = try Self.assay(words)
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.contains("cannot answer 'no gap': the text has no [MASK]"))
    }

    @Test(arguments: ["nan", "inf", "-1"])
    func toleranceIsANumber(_ tolerance: String) throws {
        let result = try Self.assay("model", "verify", Self.recorded, "--tolerance=" + tolerance)
        #expect(result.status == 64 && result.errors.contains("--tolerance is a number of 0"))
    }

    /// What is asked by mistake ends with a sentence, before the memory is full.
    @Test(arguments: [
        "gpt2/a prefill 99999999999", "gpt2/a prefill 33", "gpt2/a decode 1 1 10000000",
        "gpt2/a decode 10000000 1 1", "clip/a captions 1 1", "clip/a images 10000000",
        "wav2vec2/a audio 9223372036854775807", "tapas/a table 9223372036854775807",
    ])
    func timeRefusesAbsurdNumbers(_ request: String) throws {
        let words = request.split(separator: " ", maxSplits: 1).map(String.init)
        let result = try Self.assay(
            ["model", "time", RepositoryPaths.fixtures + "/models/" + words[0]],
            reading: words[1] + #"\n"#
        )
        #expect([1, 64].contains(result.status), "\(result.status) \(result.errors)")
        let sentences = ["is not asked this way", "are more than the model's context of"]
        #expect(sentences.contains { result.errors.contains($0) }, "\(result.errors)")
    }

    @Test func tokenizeReadsLinesThatAreText() throws {
        let words = ["tokenize", "--model", RepositoryPaths.fixtures + "/models/bert/a"]
        let lines = try Self.assay(words, reading: #"a\n\nb"#)
        #expect(lines.status == 0 && lines.output.split(separator: "\n").count == 3)
        let bytes = try Self.assay(words, reading: #"a\n\377"#)
        #expect(bytes.status == 1 && bytes.errors.contains("standard input: it is not UTF-8 text"))
        let json = try Self.assay(words + ["--json-lines"], reading: #"{"text":"a"}\n{"text":1}"#)
        #expect(json.status == 64 && json.errors.contains("standard input, line 2: expected"))
        let pair = try Self.assay(words + ["--json-lines"], reading: #"{"text":"a","pair":3}"#)
        #expect(pair.status == 64 && pair.output.isEmpty)
        let broken = try Self.assay(words + ["--json-lines"], reading: "{")
        #expect(broken.status == 64 && broken.errors.contains("standard input, line 1: not valid"))
    }

    // MARK: - Running

    /// With something on standard input, in which `printf` reads `\n` and `\377`.
    private static func assay(
        _ arguments: [String],
        reading input: String
    ) throws -> Program.Result {
        let script = "printf '\(input)' | \"$0\" \"$@\""
        return try Program.run(
            arguments,
            in: FileManager.default.temporaryDirectory.path,
            through: ["/bin/sh", "-c", script]
        )
    }

    private static func assay(_ arguments: String...) throws -> Program.Result {
        try assay(arguments)
    }

    private static func assay(_ arguments: [String]) throws -> Program.Result {
        let folder = FileManager.default.temporaryDirectory.path
        return try Program.run(arguments, in: folder)
    }

    private static func predict(
        _ input: String,
        model: String = starter,
        _ options: String...
    ) throws -> Program.Result {
        try assay(["predict", "image-classification", "--model", model, input] + options)
    }

    /// Hands over a copy of the recorded folder that may be changed.
    private static func withCopy(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "assay-model-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: recorded, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
