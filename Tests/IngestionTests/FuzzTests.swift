import Foundation
import Testing

/// A short run of the fuzzer, as a process of its own so that a crash fails one test.
struct FuzzTests {
    @Test func twoThousandMutationsOfEachReader() throws {
        // The test bundle's executable lies beside the other products.
        let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let candidates = [products, Bundle.main.bundleURL]
            .map { $0.appendingPathComponent("assay-fuzz") }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
        let binary = try #require(found ?? built())
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = binary
        process.arguments = ["--iterations", "2000", "--seed", "20", "--save", folder.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        let lines = text.split(separator: "\n")
        #expect(lines.count >= 9)
        #expect(lines.allSatisfy { $0.contains(": 2000 inputs, ") })
    }

    /// Where the package is built by default.
    private func built() -> URL? {
        let path = Fixtures.root + "/.build/debug/assay-fuzz"
        return FileManager.default.isExecutableFile(atPath: path) ? URL(fileURLWithPath: path) : nil
    }
}
