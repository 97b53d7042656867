import Foundation

/// `Benchmarks/RESULTS.md`: a section per benchmark between markers, so that one can be measured again
/// without losing the others.
struct ResultsFile {
    private let url: URL
    private var text: String

    init(_ path: String) {
        url = URL(fileURLWithPath: path)
        text = (try? String(contentsOf: url, encoding: .utf8)) ?? Self.preamble
    }

    private static let preamble = """
        # Results

        Written by `make bench` and `make bench-models`: medians of whole processes by the operating
        system's accounting; ratios are medians of pairs taken in turn in one run. The machines are
        shared and noisy: compare ratios, not single times.

        """

    /// Puts a section in the place of the earlier one of that name, or at the end, and saves.
    mutating func write(_ name: String, title: String, rows: [Row]) throws {
        var section = "<!-- bench:\(name) -->\n## \(title)\n\n"
        section += "| what | measured | to reach | |\n| --- | --- | --- | --- |\n"
        for row in rows {
            let mark = row.isReached.map { $0 ? "reached" : "**missed**" } ?? ""
            section += "| \(row.what) | \(row.measured) | \(row.target) | \(mark) |\n"
        }
        section += "\n\(Machine.description)\n<!-- /bench:\(name) -->\n"
        let start = "<!-- bench:\(name) -->"
        let end = "<!-- /bench:\(name) -->\n"
        if let first = text.range(of: start), let last = text.range(of: end) {
            text.replaceSubrange(first.lowerBound..<last.upperBound, with: section)
        } else {
            text += "\n" + section
        }
        try Data(text.utf8).write(to: url)
    }
}

/// What the figures were measured on.
enum Machine {
    static var description: String {
        let date = Date().formatted(.iso8601.year().month().day())
        return "*\(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores, "
            + "\(ProcessInfo.processInfo.physicalMemory >> 30) GiB; \(system); \(date).*"
    }

    private static var processor: String {
        value(in: "/proc/cpuinfo", after: "model name", separator: ":") ?? "unknown processor"
    }

    private static var system: String {
        value(in: "/etc/os-release", after: "PRETTY_NAME", separator: "=")?
            .trimmingCharacters(in: ["\""]) ?? "Linux"
    }

    private static func value(in file: String, after key: String, separator: Character) -> String? {
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(separator: separator, maxSplits: 1).last
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
