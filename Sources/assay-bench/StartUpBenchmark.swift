/// How long `assay --help` takes.
enum StartUpBenchmark: Benchmark {
    static let name = "start-up"
    static let title = "Start-up"

    static func run(_ bench: Bench) throws -> [Row] {
        let command = Command(bench.assay, "--help")
        try command.run()
        let usage = summary(try (0..<max(bench.rounds, 15)).map { _ in try command.run() })
        return [
            Row(
                what: "`assay --help`",
                measured: seconds(usage.wallSeconds),
                target: "under 30 ms",
                isReached: usage.wallSeconds < 0.030
            )
        ]
    }
}
