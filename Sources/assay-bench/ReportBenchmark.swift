import Foundation

/// A report over 200,000 stored predictions, and how soon a browser shows it.
enum ReportBenchmark: Benchmark {
    static let name = "report"
    static let title = "Report over 200,000 predictions"

    static func run(_ bench: Bench) throws -> [Row] {
        let corpus = try ReportCorpus(in: bench)
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
                what: "\(ReportCorpus.predictions) predictions of five models, time",
                measured: seconds(usage.wallSeconds),
                target: "under 8 s",
                isReached: usage.wallSeconds < 8
            ),
            Row(
                what: "size of the page, with its pictures and sound",
                measured: String(format: "%.2f MB", Double(size) / 1e6),
                target: "under 10 MB",
                isReached: size < 10_000_000
            ),
            Row(
                what: "peak memory",
                measured: mebibytes(usage.peakBytes),
                target: "under 400 MB",
                isReached: usage.peakBytes < 400_000_000
            ),
            try paint(page, bench),
        ]
    }

    /// As `Benchmarks/page/check` measures it.
    private static func paint(_ page: String, _ bench: Bench) throws -> Row {
        let file = bench.path("paint")
        let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
        let command = Command(
            "sh",
            "-c",
            "'\(python)' Benchmarks/page/check --paint '\(page)' > '\(file)'"
        )
        let what = "first contentful paint in headless Chromium"
        let target = "under 1 s"
        let status = try command.run(mayFail: true).status >> 8
        // Of the shell: no such program; of the script: no Chromium.
        if [69, 127].contains(status) {
            return Row(
                what: what,
                measured: "skipped: no Chromium or no Python",
                target: target,
                isReached: nil
            )
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard status == 0, let time = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw BenchmarkError("Benchmarks/page/check ended with status \(status)") }
        return Row(
            what: what,
            measured: seconds(time / 1000),
            target: target,
            isReached: time < 1000
        )
    }
}
