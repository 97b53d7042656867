import Foundation
import Media

/// Ingestion of a LibriSpeech-like tree by reference, against `sha256sum` over the same files.
enum SpeechIngestionBenchmark: Benchmark {
    static let name = "speech"
    static let title = "Ingesting a LibriSpeech tree by reference"

    private static let speakers = 20
    private static let utterances = 100

    static func run(_ bench: Bench) throws -> [Row] {
        let root = bench.folder.appendingPathComponent("LibriSpeech")
        let bytes = try makeTree(root)
        let database = bench.path("speech.sqlite")
        let ingest = Command(
            bench.assay,
            "ingest",
            "librispeech",
            root.path,
            "--name",
            "speech",
            "--reference",
            "--db",
            database
        )
        let sum = Command(
            "sh",
            "-c",
            "find '\(root.path)' -name '*.flac' -print0 | xargs -0 sha256sum"
        )
        try sum.run()
        let (a, b, ratio) = try pair(rounds: bench.rounds) {
            bench.removeDatabase(database)
            return try ingest.run()
        } _: {
            try sum.run()
        }
        let megabytes = Double(bytes) / 1e6
        return [
            Row(
                what:
                    "\(speakers * utterances) FLAC files, \(Int(megabytes)) MB, beside `sha256sum`",
                measured: String(
                    format: "%.0f MB/s against %.0f MB/s: %.2f times its throughput",
                    megabytes / a.wallSeconds,
                    megabytes / b.wallSeconds,
                    1 / ratio
                ),
                target: "at least 1.00 times",
                isReached: ratio <= 1
            ),
            Row(
                what: "peak memory",
                measured: mebibytes(a.peakBytes),
                target: "under 200 MB",
                isReached: a.peakBytes < 200_000_000
            ),
        ]
    }

    /// Writes noise as FLAC in LibriSpeech's layout and returns the bytes of all recordings.
    private static func makeTree(_ root: URL) throws -> Int {
        var random = SystemRandomNumberGenerator()
        var total = 0
        // Noise does not compress, so a few distinct recordings of realistic size are enough: each
        // file gets its own by a changed first sample.
        var samples = (0..<120_000).map { _ in Float.random(in: -0.3...0.3, using: &random) }
        for speaker in 1...speakers {
            let folder = root.appendingPathComponent("test-clean/\(1000 + speaker)/\(speaker)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var transcript = ""
            for utterance in 0..<utterances {
                let id = "\(1000 + speaker)-\(speaker)-" + String(format: "%04d", utterance)
                samples[0] = Float(utterance) / 200
                samples[1] = Float(speaker) / 200
                let file = try Waveform(sampleRateHertz: 16_000, channels: [samples])
                    .encoded(as: .flac)
                try Data(file).write(to: folder.appendingPathComponent(id + ".flac"))
                total += file.count
                transcript += "\(id) THE QUICK BROWN FOX NUMBER \(utterance) JUMPS\n"
            }
            let name = "\(1000 + speaker)-\(speaker).trans.txt"
            try Data(transcript.utf8).write(to: folder.appendingPathComponent(name))
        }
        return total
    }
}
