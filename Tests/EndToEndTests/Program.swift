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

    /// What runs a command without any network but itself; nil where this user may not do that.
    static let isolation: [String]? = {
        let unshare = "/usr/bin/unshare"
        guard FileManager.default.isExecutableFile(atPath: unshare) else { return nil }
        return [["-n"], ["-r", "-n"]].map { [unshare] + $0 }.first { words in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: unshare)
            process.arguments = words.dropFirst() + ["true"]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }()

    /// Runs it to its end; `through` is a command that runs it, such as ``isolation``.
    static func run(_ arguments: [String], in folder: String, through: [String] = []) throws
        -> Result
    {
        try start(arguments, in: folder, through: through).finish()
    }

    /// Starts it.
    static func start(_ arguments: [String], in folder: String, through: [String] = []) throws
        -> Running
    {
        guard let path else { throw CocoaError(.fileNoSuchFile) }
        let words = through + [path] + arguments
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        // Of the user's own settings none may decide what a test sees.
        process.environment = ProcessInfo.processInfo.environment
            .filter { !["ASSAY_DB", "COLUMNS", "LINES"].contains($0.key) }
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

        var isRunning: Bool { process.isRunning }

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
