import Foundation

/// A report over 100,000 stored predictions.
enum ReportBenchmark: Benchmark {
    static let name = "report"
    static let title = "Report over 100,000 predictions"

    static func run(_ bench: Bench) throws -> [Row] {
        let corpus = try Corpus(examples: 100_000, in: bench)
        try corpus.prepare()
        _ = try corpus.run()
        let page = bench.path("report.html")
        let usage = summary(
            try (0..<bench.rounds).map { _ in
                try Command(bench.assay, "report", "--db", corpus.database, "--output", page).run()
            }
        )
        let attributes = try FileManager.default.attributesOfItem(atPath: page)
        let size = attributes[.size] as? Int ?? 0
        return [
            Row(
                what: "time",
                measured: seconds(usage.wallSeconds),
                target: "under 5 s",
                isReached: usage.wallSeconds < 5
            ),
            Row(
                what: "size of the page",
                measured: String(format: "%.2f MB", Double(size) / 1e6),
                target: "under 5 MB",
                isReached: size < 5_000_000
            ),
            Row(
                what: "peak memory",
                measured: mebibytes(usage.peakBytes),
                target: "under 300 MB",
                isReached: usage.peakBytes < 300_000_000
            ),
        ]
    }
}
