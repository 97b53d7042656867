import Foundation

// assay-bench ASSAY RESULTS [NAME...]: measures the command ASSAY and writes the tables into the file
// RESULTS. With names, only those benchmarks are run.

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    print(
        "usage: assay-bench ASSAY RESULTS [\(benchmarks.map { $0.name }.joined(separator: " | "))]..."
    )
    exit(64)
}

let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("assay-bench-\(ProcessInfo.processInfo.processIdentifier)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }

let wanted = Set(arguments.dropFirst(3))
var results = ResultsFile(arguments[2])
var hasMissed = false
for benchmark in benchmarks where wanted.isEmpty || wanted.contains(benchmark.name) {
    let own = folder.appendingPathComponent(benchmark.name)
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: own) }
    let bench = Bench(
        assay: URL(fileURLWithPath: arguments[1]).path,
        folder: own,
        rounds: 5
    )
    print("\(benchmark.title)")
    do {
        let rows = try benchmark.run(bench)
        for row in rows {
            let mark = row.isReached == false ? "  MISSED" : ""
            print("  \(row.what): \(row.measured) (\(row.target))\(mark)")
            if row.isReached == false { hasMissed = true }
        }
        try results.write(benchmark.name, title: benchmark.title, rows: rows)
    } catch {
        print("  could not be measured: \(error)")
        hasMissed = true
    }
}
if hasMissed { print("Some figures were missed or could not be measured.") }
