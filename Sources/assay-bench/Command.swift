import Foundation
import Glibc

/// What a finished process used.
struct Usage: Sendable {
    let wallSeconds: Double
    let peakBytes: Int
    let status: Int32
}

/// A program to be timed, from its start to its end, by the operating system's own accounting.
struct Command: Sendable {
    let arguments: [String]

    init(_ arguments: String...) {
        self.arguments = arguments
    }

    /// Runs it with its output thrown away.
    ///
    /// - Throws: ``BenchmarkError`` if it cannot be started or fails.
    @discardableResult
    func run(mayFail: Bool = false) throws -> Usage {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

        var pointers = arguments.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        let clock = ContinuousClock()
        let began = clock.now
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, arguments[0], &actions, nil, &pointers, environ)
        guard code == 0 else {
            throw BenchmarkError(
                "\(arguments[0]) cannot be started: \(String(cString: strerror(code)))"
            )
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        let elapsed = clock.now - began
        guard mayFail || status == 0 else {
            throw BenchmarkError("failed (status \(status)): \(arguments.joined(separator: " "))")
        }
        return Usage(
            wallSeconds: elapsed.seconds,
            peakBytes: usage.ru_maxrss * 1024,
            status: status
        )
    }
}

/// Why a benchmark could not be run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

/// The middle value; of an even number, the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
        ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Runs two commands in turn, so that a drift of the machine meets both, and returns their medians
/// and the median of the ratios pair by pair.
func pair(
    rounds: Int,
    _ a: () throws -> Usage,
    _ b: () throws -> Usage
) rethrows -> (a: Usage, b: Usage, ratio: Double) {
    var first: [Usage] = []
    var second: [Usage] = []
    for _ in 0..<rounds {
        first.append(try a())
        second.append(try b())
    }
    let ratios = zip(first, second).map { $0.wallSeconds / $1.wallSeconds }
    return (summary(first), summary(second), median(ratios))
}

/// The median time and the largest memory.
func summary(_ runs: [Usage]) -> Usage {
    Usage(
        wallSeconds: median(runs.map(\.wallSeconds)),
        peakBytes: runs.map(\.peakBytes).max() ?? 0,
        status: 0
    )
}
