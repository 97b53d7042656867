import Domain
import Foundation
import Scoring

/// 10,000 bootstrap replicates over 100,000 examples, on one thread.
///
/// From the tallies as the database keeps them; those of the mean are all different.
enum BootstrapBenchmark: Benchmark {
    static let name = "bootstrap"
    static let title = "10,000 bootstrap replicates over 100,000 examples, one thread"

    static func run(_ bench: Bench) throws -> [Row] {
        var random = SeededRandom(seed: 3)
        // The only proportions with a bootstrap are those of clusters, here of two examples each.
        let answers = (0..<100_000).map { _ in
            [(tally: Proportion(hit: Int.random(in: 0..<3, using: &random) > 0), count: 2)]
        }
        let words = (0..<100_000).map { _ in
            let length = Int.random(in: 5...30, using: &random)
            let wrong = (0..<3).map { _ in max(0, Int.random(in: -6...3, using: &random)) }
            return "[\(wrong[0]),\(wrong[1]),\(wrong[2]),\(length)]"
        }
        let distances = (0..<100_000).map { _ in
            let digits = String(Int.random(in: 0..<1_000_000_000_000, using: &random))
            return #"[1,["0.\#(String(repeating: "0", count: 12 - digits.count) + digits)"]]"#
        }
        let rate = try AnyMetric(name: "word_error_rate")
        let mean = try AnyMetric(name: "brier_score")
        return [
            try row("a proportion", bench) {
                clusteredFigure(
                    Accuracy(options: [:]),
                    clusters: answers,
                    failures: 0,
                    seed: 1,
                    replicates: 10_000
                )
            },
            try row("a word error rate", bench) { try interval(rate, words) },
            try row("a mean of 100,000 different numbers", bench) { try interval(mean, distances) },
        ]
    }

    private static func interval(_ metric: AnyMetric, _ stored: [String]) throws -> Figure {
        var tallies: [String: Int] = [:]
        for text in stored { tallies[text, default: 0] += 1 }
        return try metric.figure(tallies: tallies, failures: 0, seed: 1, replicates: 10_000)
    }

    private static func row(
        _ what: String,
        _ bench: Bench,
        _ figure: () throws -> Figure
    ) throws -> Row {
        let times = try (0..<bench.rounds).map { _ in
            let clock = ContinuousClock()
            let began = clock.now
            guard try figure().interval?.method == .bootstrap else {
                throw BenchmarkError("\(what) has no bootstrap interval")
            }
            return (clock.now - began).seconds
        }
        return Row(
            what: what,
            measured: seconds(median(times)),
            target: "at most 2 s",
            isReached: median(times) <= 2
        )
    }
}
