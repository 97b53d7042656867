import Foundation
import Media
import Scoring

/// A run of 200,000 predictions that is all made up: pictures of a hundred classes and recordings of many
/// speakers, each with two recorded models and some failures; pictures with a baseline as well.
struct ReportCorpus {
    static let predictions = 3 * pictures + 2 * recordings
    private static let pictures = 40_000
    private static let recordings = 40_000
    private static let classes = 100
    private static let side = 28

    let database: String
    private let folder: URL

    /// Writes and ingests the data, and runs the suite.
    init(in bench: Bench) throws {
        folder = bench.folder.appendingPathComponent("report")
        database = bench.path("report.sqlite")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writePictures()
        try writeSpeech()
        let suite = folder.appendingPathComponent("suite.yaml")
        try Data(Self.yaml.utf8).write(to: suite)
        // Some of the answers fail, as they should here.
        try Command(
            bench.assay,
            "run",
            suite.path,
            "--max-failure-rate",
            "1",
            "--db",
            database
        ).run()
    }

    private static let yaml = """
        name: synthetic
        version: 1
        seed: 0
        tasks:
          - task: image-classification
            dataset: { name: pictures, format: idx, source: . }
            metrics: [accuracy, top_k_accuracy: { k: 5 }, f1: { average: macro },
              expected_calibration_error, risk_coverage_area]
            group_by: [label]
            models: [sharp, dull, majority]
          - task: automatic-speech-recognition
            dataset: { name: recordings, format: speech-manifest, source: recordings.jsonl,
              media: reference }
            metrics: [word_error_rate, character_error_rate]
            group_by: [sex, accent, room]
            models: [hearer, listener]
        models:
          - { name: sharp, backend: recorded, file: sharp.jsonl }
          - { name: dull, backend: recorded, file: dull.jsonl }
          - { name: majority, backend: baseline, strategy: majority }
          - { name: hearer, backend: recorded, file: hearer.jsonl }
          - { name: listener, backend: recorded, file: listener.jsonl }
        """

    // MARK: - Pictures

    /// MNIST's files with noise for pictures, no two alike, and each model's five best classes.
    private func writePictures() throws {
        func bytes(_ number: Int) -> [UInt8] {
            withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) }
        }
        var random = SeededRandom(seed: 1)
        let images = folder.appendingPathComponent("t10k-images-idx3-ubyte")
        let head = bytes(0x803) + bytes(Self.pictures) + bytes(Self.side) + bytes(Self.side)
        try Data(head).write(to: images)
        let handle = try FileHandle(forWritingTo: images)
        defer { try? handle.close() }
        try handle.seekToEnd()
        for index in 0..<Self.pictures {
            // A bar whose place and brightness tell the class.
            let label = index % Self.classes
            let pixels = (0..<Self.side * Self.side).map { place in
                let isBar = place / Self.side / 3 == label % 9
                let noise = UInt8.random(in: 0..<48, using: &random)
                return isBar ? UInt8(120 + label) + noise / 4 : noise
            }
            try handle.write(contentsOf: Data(pixels))
        }
        let labels =
            bytes(0x801) + bytes(Self.pictures)
            + (0..<Self.pictures).map { UInt8($0 % Self.classes) }
        try Data(labels).write(to: folder.appendingPathComponent("t10k-labels-idx1-ubyte"))
        for (name, skill) in [("sharp", 0.9), ("dull", 0.7)] {
            try writeLines(Self.pictures, to: folder.appendingPathComponent("\(name).jsonl")) {
                index in
                Self.labelled(index, skill: skill, &random) + "\n"
            }
        }
    }

    private static func labelled(_ index: Int, skill: Double, _ random: inout SeededRandom)
        -> String
    {
        if Int.random(in: 0..<100, using: &random) == 0 {
            return #"{"key":"\#(index)","error":"no answer within 30 s"}"#
        }
        let right = index % classes
        let isRight = Double.random(in: 0..<1, using: &random) < skill
        let wrong = (right + Int.random(in: 1..<5, using: &random) * 7) % classes
        var best = [isRight ? right : wrong, isRight ? wrong : right]
        while best.count < 5 { best.append((best[0] + best.count * 11) % classes) }
        var left = 1.0
        let output = best.map { label in
            let score = left * Double.random(in: 0.4..<0.95, using: &random)
            left -= score
            return #"{"label":"\#(label)","score":\#((score * 1000).rounded() / 1000)}"#
        }
        return #"{"key":"\#(index)","output":[\#(output.joined(separator: ","))]}"#
    }

    // MARK: - Speech

    /// A manifest whose rows share a hundred recordings of tones, and each model's transcripts.
    private func writeSpeech() throws {
        let rate = 8000
        for number in 0..<100 {
            let samples = (0..<rate).map { sample in
                Float(0.4 * sin(Double(sample) / Double(rate) * Double(150 + number * 4) * 2 * .pi))
            }
            let file = try Waveform(sampleRateHertz: rate, channels: [samples]).encoded(as: .wav)
            try Data(file).write(to: folder.appendingPathComponent("\(number).wav"))
        }
        let sentences = Sentences()
        let accents = ["Scottish", "Irish", "Welsh", "Indian", "American"]
        try writeLines(Self.recordings, to: folder.appendingPathComponent("recordings.jsonl")) {
            row in
            #"{"id":"r\#(row)","audio_filepath":"\#(row % 100).wav","text":"\#(sentences.said(row))","#
                + #""sex":"\#(row % 2 == 0 ? "f" : "m")","accent":"\#(accents[row % 7 % 5])","#
                + #""room":"\#(row % 37)","speaker":"s\#(row % 2000)"}"# + "\n"
        }
        for (name, mistakes) in [("hearer", 0.1), ("listener", 0.2)] {
            try writeLines(Self.recordings, to: folder.appendingPathComponent("\(name).jsonl")) {
                row in
                row % 101 == 0
                    ? #"{"key":"r\#(row)","error":"the recording is silent"}"# + "\n"
                    : #"{"key":"r\#(row)","text":"\#(sentences.heard(row, mistakes: mistakes))"}"#
                        + "\n"
            }
        }
    }
}

/// Made-up sentences, each from its number, so that none need be kept.
private struct Sentences {
    private let words: [String]

    init() {
        var random = SeededRandom(seed: 3)
        let syllables = ["ba", "ce", "di", "fo", "gu", "hal", "kem", "lin", "mor", "nu", "pra"]
        words = (0..<3000).map { _ in
            (0..<Int.random(in: 1...4, using: &random)).map { _ in
                syllables[Int.random(in: 0..<syllables.count, using: &random)]
            }.joined()
        }
    }

    func said(_ number: Int) -> String {
        pick(number).joined(separator: " ")
    }

    /// The same with a share of the words replaced, missing or followed by another.
    func heard(_ number: Int, mistakes: Double) -> String {
        var random = SeededRandom(seed: UInt64(number) ^ mistakes.bitPattern)
        return pick(number).flatMap { word -> [String] in
            guard Double.random(in: 0..<1, using: &random) < mistakes else { return [word] }
            let other = words[Int.random(in: 0..<words.count, using: &random)]
            return [[other], [], [word, other]][Int.random(in: 0..<3, using: &random)]
        }.joined(separator: " ")
    }

    private func pick(_ number: Int) -> [String] {
        var random = SeededRandom(seed: UInt64(number) + 1)
        return (0..<Int.random(in: 5...20, using: &random)).map { _ in
            words[Int.random(in: 0..<words.count, using: &random)]
        }
    }
}
