import Foundation

/// Another program's scorer, kept running beside ours so that both work in turn
/// (`Benchmarks/scoring/peer.py`).
final class Peer {
    let name: String
    private(set) var version = ""
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var pending = Data()

    /// Starts it with the Python that `PYTHON` names.
    ///
    /// - Returns: Nil where that Python, or the package, is missing.
    init?(_ name: String, references: String, hypotheses: String) throws {
        self.name = name
        let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "Benchmarks/scoring/peer.py", name, references, hypotheses]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard let version = readLine() else {
            process.waitUntilExit()
            // Of env: no such program; of the script: no such package.
            guard [127, 69].contains(process.terminationStatus) else {
                throw BenchmarkError("\(name) by \(python): status \(process.terminationStatus)")
            }
            return nil
        }
        self.version = version
    }

    /// Lets it score once.
    func score() throws -> (seconds: Double, value: Double) {
        try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        let numbers = readLine()?.split(separator: " ").compactMap { Double($0) } ?? []
        guard numbers.count == 2 else { throw BenchmarkError("\(name) ended without an answer") }
        return (numbers[0], numbers[1])
    }

    func close() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func readLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending = pending[pending.index(after: end)...]
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            pending += more
        }
    }
}
