import Foundation

/// Something that is timed: a file of its own and a line in the list below.
protocol Benchmark: Sendable {
    static var name: String { get }
    static var title: String { get }
    /// Measures and returns the rows of its table.
    static func run(_ bench: Bench) throws -> [Row]
}

/// A measured figure beside what it should reach.
struct Row: Sendable {
    let what: String
    let measured: String
    let target: String
    let isReached: Bool?
}

/// Every benchmark, in the order of the table.
let benchmarks: [any Benchmark.Type] = [
    StartUpBenchmark.self,
    SpeechIngestionBenchmark.self,
    CaptionIngestionBenchmark.self,
    RunnerBenchmark.self,
    ReportBenchmark.self,
    ScoringBenchmark.self,
    BootstrapBenchmark.self,
]

/// Where the benchmarks work.
struct Bench: Sendable {
    /// The `assay` command that is measured.
    let assay: String
    /// Removed afterwards.
    let folder: URL
    let rounds: Int

    func path(_ name: String) -> String {
        folder.appendingPathComponent(name).path
    }

    /// Removes a database with its log.
    func removeDatabase(_ path: String) {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}

func seconds(_ value: Double) -> String {
    value < 1 ? String(format: "%.0f ms", value * 1000) : String(format: "%.2f s", value)
}

func mebibytes(_ bytes: Int) -> String {
    String(format: "%.0f MB", Double(bytes) / 1e6)
}

/// Writes a file line by line.
///
/// Never the whole text at once: the system counts the memory of the program that starts a process
/// into that process's peak.
func writeLines(_ count: Int, to file: URL, _ line: (Int) -> String) throws {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    var pending = ""
    for index in 0..<count {
        pending += line(index)
        if pending.utf8.count > 1 << 20 || index == count - 1 {
            try handle.write(contentsOf: Data(pending.utf8))
            pending = ""
        }
    }
}
