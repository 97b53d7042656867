import Domain
import Foundation
import Scoring

/// 10,000 bootstrap replicates over 100,000 examples, on one thread.
///
/// Word errors are read from the tallies as the database keeps them. A proportion and a mean have closed
/// forms but for clusters, so those are of clusters; the mean's are all different.
enum BootstrapBenchmark: Benchmark {
    static let name = "bootstrap"
    static let title = "10,000 bootstrap replicates over 100,000 examples, one thread"

    static func run(_ bench: Bench) throws -> [Row] {
        var random = SeededRandom(seed: 3)
        let answers = (0..<100_000).map { _ in
            [(tally: Proportion(hit: Int.random(in: 0..<3, using: &random) > 0), count: 2)]
        }
        let words = (0..<100_000).map { _ in
            let length = Int.random(in: 5...30, using: &random)
            let wrong = (0..<3).map { _ in max(0, Int.random(in: -6...3, using: &random)) }
            return "[\(wrong[0]),\(wrong[1]),\(wrong[2]),\(length)]"
        }
        let distances = (0..<100_000).map { _ in
            [(tally: SumsTally([Double.random(in: 0..<1, using: &random)]), count: 1)]
        }
        let rate = try AnyMetric(name: "word_error_rate")
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
            try row("a mean of 100,000 different numbers", bench) {
                clusteredFigure(
                    try BrierScore(options: [:]),
                    clusters: distances,
                    failures: 0,
                    seed: 1,
                    replicates: 10_000
                )
            },
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
            guard let method = try figure().interval?.method,
                [.bootstrap, .clusterBootstrap].contains(method)
            else {
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
