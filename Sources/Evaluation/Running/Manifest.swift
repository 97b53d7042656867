import Domain
import Foundation
import Inference
import Media
import Perturbations
import Preprocessing
import Scoring
import Storage

/// Where and with what a run is made: kept with it, so that its numbers can be made again.
enum Manifest {
    /// The manifest of a run that begins now: machine, versions, options.
    ///
    /// Normalisers and text scorers are those of the tasks' metrics; the product kernels are named for
    /// native models.
    static func make(
        seed: UInt64,
        options: RunOptions,
        store: Store,
        tasks: [NamedTask],
        textScorers: TextScorers,
        usesNativeModels: Bool
    ) throws -> JSONValue {
        var members: [String: JSONValue] = [
            "assay": .string(codeVersion),
            "seed": .integer(Int(truncatingIfNeeded: seed)),
            "threads": .integer(options.threads),
            "batchSize": .integer(options.batchSize),
            "processor": .string(processor ?? "unknown"),
            "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
            "system": .string(system),
            "kernel": .string(kernel),
            "sqlite": .string(try store.sqliteVersion()),
            "mediaLibraries": .object(MediaLibraries.versions.mapValues(JSONValue.string)),
        ]
        // Finding out chooses and so loads them; a run without native models does not need any.
        if usesNativeModels { members["productKernels"] = .string(ProductKernels.name) }
        // Recordings of another rate than a native model's go through it; which ones, their media say.
        // So do those that a perturbation plays faster or slower.
        let hears = usesNativeModels && tasks.contains { $0.type.name == SpeechRecognition.name }
        let perturbs = tasks.contains {
            $0.variants.contains { $0.perturbation?.modality == .audio }
        }
        if hears || perturbs {
            members["resampler"] = .string(WaveformResampler.name)
        }
        let normalizers = Set(
            tasks.flatMap(\.metrics).compactMap { $0.parameters["normalizer"]?.string }
        )
        if !normalizers.isEmpty {
            members["normalizers"] = .array(normalizers.sorted().map(JSONValue.string))
        }
        let judges = try textScorers.manifest(of: tasks.flatMap(\.metrics))
        if !judges.isEmpty { members["textScorers"] = .array(judges) }
        for (name, value) in options.provenance { members[name] = value }
        return .object(members)
    }

    /// The most memory that this process has held so far; nil where the system does not say.
    static var peakMemoryBytes: Int? {
        let lines = text("/proc/self/status")?.split(separator: "\n") ?? []
        // "VmHWM:     123456 kB"
        return lines.first { $0.hasPrefix("VmHWM:") }?
            .split(whereSeparator: \.isWhitespace).dropFirst().first
            .flatMap { Int($0) }.map { $0 * 1024 }
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
