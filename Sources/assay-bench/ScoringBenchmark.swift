import Domain
import Foundation
import Scoring

/// Corpus scores on one thread, beside the packages that people use for them.
enum ScoringBenchmark: Benchmark {
    static let name = "scoring"
    static let title = "Scoring a corpus, one thread"

    static func run(_ bench: Bench) throws -> [Row] {
        let speech = TextPairs(count: 100_000, seed: 1)
        let translations = TextPairs(count: 20_000, seed: 2)
        return [
            try row("word_error_rate", "WER of 100,000 utterances", speech, "jiwer", bench),
            try row("bleu", "BLEU of 20,000 sentences", translations, "sacrebleu", bench),
        ]
    }

    /// Times a metric and the package beside it in turn; the medians, and the median of the ratios.
    private static func row(
        _ metric: String,
        _ what: String,
        _ pairs: TextPairs,
        _ package: String,
        _ bench: Bench
    ) throws -> Row {
        let references = bench.path("\(metric).references")
        let hypotheses = bench.path("\(metric).hypotheses")
        try writeLines(pairs.count, to: URL(fileURLWithPath: references)) {
            pairs.references[$0] + "\n"
        }
        try writeLines(pairs.count, to: URL(fileURLWithPath: hypotheses)) {
            pairs.hypotheses[$0] + "\n"
        }
        let metric = try AnyMetric(name: metric)
        let target = "\(package) at least 3 times as long"
        guard let peer = try Peer(package, references: references, hypotheses: hypotheses) else {
            let ours = try (0..<bench.rounds).map { _ in try score(metric, pairs).seconds }
            let alone = "\(seconds(median(ours))); skipped beside \(package), which PYTHON lacks"
            return Row(what: what, measured: alone, target: target, isReached: nil)
        }
        defer { peer.close() }
        var ours: [Double] = []
        var theirs: [Double] = []
        for round in 0...bench.rounds {
            let mine = try score(metric, pairs)
            let other = try peer.score()
            guard let value = mine.value, abs(value - other.value) <= 1e-9 else {
                throw BenchmarkError(
                    "\(metric.name) is \(String(describing: mine.value)), \(package)'s \(other.value)"
                )
            }
            // The first round warms up.
            if round > 0 {
                ours.append(mine.seconds)
                theirs.append(other.seconds)
            }
        }
        let ratio = median(zip(ours, theirs).map { $1 / $0 })
        let times = String(format: "%.1f", ratio)
        return Row(
            what: what,
            measured: "\(seconds(median(ours))); \(package) \(peer.version) "
                + "\(seconds(median(theirs))), \(times) times as long",
            target: target,
            isReached: ratio >= 3
        )
    }

    /// All that a run does to score: a stored tally for each example, and their value.
    private static func score(
        _ metric: AnyMetric,
        _ pairs: TextPairs
    ) throws -> (seconds: Double, value: Double?) {
        let clock = ContinuousClock()
        let began = clock.now
        var tallies: [String: Int] = [:]
        for (reference, hypothesis) in zip(pairs.references, pairs.hypotheses) {
            if let score = try metric.score(.text(hypothesis), target: .text(reference)) {
                tallies[score.stored, default: 0] += 1
            }
        }
        // A single replicate, since the packages give no interval either.
        let figure = try metric.figure(tallies: tallies, failures: 0, seed: 1, replicates: 1)
        return ((clock.now - began).seconds, figure.value)
    }
}

/// Sentences of made-up words, and the same with some words wrong, missing or added: about one in
/// eight.
struct TextPairs {
    private(set) var references: [String] = []
    private(set) var hypotheses: [String] = []

    var count: Int { references.count }

    init(count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let syllables = ["ba", "ce", "di", "fo", "gu", "hal", "kem", "lin", "mor", "nu", "pra"]
        let words = (0..<5000).map { _ in
            (0..<Int.random(in: 1...4, using: &random)).map { _ in
                syllables[Int.random(in: 0..<syllables.count, using: &random)]
            }.joined()
        }
        func word() -> String {
            // The smaller of two numbers, so that some words are common.
            let a = Int.random(in: 0..<words.count, using: &random)
            return words[min(a, Int.random(in: 0..<words.count, using: &random))]
        }
        for _ in 0..<count {
            let reference = (0..<Int.random(in: 5...30, using: &random)).map { _ in word() }
            var hypothesis: [String] = []
            for right in reference {
                switch Int.random(in: 0..<100, using: &random) {
                case 0..<7: hypothesis.append(word())
                case 7..<10: break
                case 10..<13: hypothesis += [right, word()]
                default: hypothesis.append(right)
                }
            }
            references.append(reference.joined(separator: " "))
            hypotheses.append(hypothesis.joined(separator: " "))
        }
    }
}
