import Foundation

/// What the runner costs when the model costs nothing: predictions stored durably, then scored.
enum RunnerBenchmark: Benchmark {
    static let name = "runner"
    static let title = "Runner with a do-nothing model"

    static func run(_ bench: Bench) throws -> [Row] {
        var rates: [Int: Double] = [:]
        var rows: [Row] = []
        for count in [100_000, 1_000_000] {
            let corpus = try Corpus(examples: count, in: bench)
            let runs = try (0..<bench.rounds).map { _ in
                try corpus.prepare()
                return try corpus.run()
            }
            let usage = summary(runs)
            let rate = Double(count) / usage.wallSeconds
            rates[count] = rate
            rows.append(
                Row(
                    what: "\(count) examples predicted, stored and scored, the whole process",
                    measured: "\(Int(rate)) examples/s, \(mebibytes(usage.peakBytes))",
                    target: "at least 20000 examples/s",
                    isReached: rate >= 20_000
                )
            )
        }
        if let small = rates[100_000], let large = rates[1_000_000] {
            rows.append(
                Row(
                    what: "cost of an example at 1,000,000 beside 100,000",
                    measured: String(format: "%.2f times", small / large),
                    target: "within 1.20 times",
                    isReached: small / large <= 1.2
                )
            )
        }
        return rows
    }
}

/// A text corpus with a suite that a do-nothing model runs over.
struct Corpus {
    let database: String
    private let pristine: String
    private let suite: URL
    private let bench: Bench

    /// Writes and ingests the corpus.
    init(examples: Int, in bench: Bench) throws {
        self.bench = bench
        let folder = bench.folder.appendingPathComponent("corpus-\(examples)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = folder.appendingPathComponent("run.sqlite").path
        pristine = folder.appendingPathComponent("pristine.sqlite").path
        suite = folder.appendingPathComponent("suite.yaml")
        let labels = ["calm", "angry", "joyful", "afraid"]
        try writeLines(examples, to: folder.appendingPathComponent("messages.jsonl")) { row in
            #"{"id":"\#(row)","text":"message \#(row) says that \#(row % 611) things "#
                + #"came to pass","label":"\#(labels[row % 4])","region":"r\#(row % 5)"}"# + "\n"
        }
        try Data(Self.yaml.utf8).write(to: suite)
        try Command(
            bench.assay,
            "ingest",
            "jsonl",
            folder.appendingPathComponent("messages.jsonl").path,
            "--name",
            "messages",
            "--db",
            pristine
        ).run()
    }

    private static let yaml = """
        name: bench
        version: 1
        seed: 0
        tasks:
          - task: text-classification
            dataset: messages
            metrics: [accuracy]
            group_by: [region]
            models: [nothing]
        models:
          - { name: nothing, backend: baseline, strategy: constant }
        """

    /// Puts the database back to where no prediction has been made.
    func prepare() throws {
        bench.removeDatabase(database)
        try FileManager.default.copyItem(atPath: pristine, toPath: database)
    }

    func run() throws -> Usage {
        try Command(bench.assay, "run", suite.path, "--db", database).run()
    }
}
