import Domain
import Foundation

/// Where and with what a run is made: kept with it, so that its numbers can be made again.
enum Manifest {
    static func make(seed: UInt64, options: RunOptions) -> JSONValue {
        var members: [String: JSONValue] = [
            "assay": .string(codeVersion),
            "seed": .integer(Int(truncatingIfNeeded: seed)),
            "threads": .integer(options.threads),
            "batchSize": .integer(options.batchSize),
            "processor": .string(processor ?? "unknown"),
            "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
            "system": .string(system),
            "kernel": .string(kernel),
        ]
        for (name, value) in options.provenance { members[name] = value }
        return .object(members)
    }

    /// The processor's own name.
    private static var processor: String? {
        let lines = text("/proc/cpuinfo")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("model name") }) else { return nil }
        return line.split(separator: ":", maxSplits: 1).last?
            .trimmingCharacters(in: .whitespaces)
    }

    /// The distribution's name and version.
    private static var system: String {
        let lines = text("/etc/os-release")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("PRETTY_NAME=") }) else {
            return ProcessInfo.processInfo.operatingSystemVersionString
        }
        return line.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: ["\""])
    }

    private static var kernel: String {
        text("/proc/sys/kernel/osrelease")?.trimmingCharacters(in: .whitespacesAndNewlines)
            ?? "unknown"
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
