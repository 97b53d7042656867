import Foundation

/// The built executable, run as a user runs it.
struct Program {
    /// Beside the test bundle in the build folder.
    static let path: String? = {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") }
        let here = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        for start in [bundle, here].compactMap({ $0 }) {
            var folder = URL(fileURLWithPath: start)
            while folder.path.count > 1 {
                folder.deleteLastPathComponent()
                let candidate = folder.appendingPathComponent("assay").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
                    !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: candidate)
                {
                    return candidate
                }
                if folder.lastPathComponent == ".build" { break }
            }
        }
        return nil
    }()

    /// How it ended, and what it wrote.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs it to its end.
    static func run(_ arguments: [String], in folder: String) throws -> Result {
        let process = try start(arguments, in: folder)
        return process.finish()
    }

    /// Starts it.
    static func start(_ arguments: [String], in folder: String) throws -> Running {
        guard let path else { throw CocoaError(.fileNoSuchFile) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let names = ["out", "err"].map { "\(folder)/\(UUID().uuidString).\($0)" }
        let files = names.map { name -> FileHandle? in
            _ = FileManager.default.createFile(atPath: name, contents: nil)
            return FileHandle(forWritingAtPath: name)
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = files[0]
        process.standardError = files[1]
        try process.run()
        return Running(process: process, names: names)
    }

    /// A program that runs.
    struct Running {
        fileprivate let process: Process
        fileprivate let names: [String]

        func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

        func finish() -> Result {
            process.waitUntilExit()
            let texts = names.map { name in
                String(
                    decoding: FileManager.default.contents(atPath: name) ?? Data(),
                    as: UTF8.self
                )
            }
            for name in names { try? FileManager.default.removeItem(atPath: name) }
            return Result(status: process.terminationStatus, output: texts[0], errors: texts[1])
        }
    }
}
