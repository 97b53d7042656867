import Foundation

/// Shows how far long work has come, on standard error.
///
/// On a terminal: one line that is written over, several times a second. Elsewhere: a line now and
/// then, so that a log stays short.
struct ProgressLine {
    private let label: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let isQuiet: Bool
    private let began = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    private var shownWidth = 0

    /// With `isQuiet`, nothing is shown.
    init(_ label: String, isQuiet: Bool = false) {
        self.label = label
        self.isQuiet = isQuiet
    }

    /// Shows the state, unless the last one was shown only just now; a total of nil is unknown.
    mutating func show(done: Int, total: Int? = nil, note: String = "") {
        let now = ContinuousClock.now
        let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(15)
        guard !isQuiet, now - lastShown >= pause else { return }
        lastShown = now
        write(line(done: done, total: total, note: note, elapsed: now - began))
    }

    /// Takes the line away, so that what follows starts at the left.
    mutating func finish() {
        guard isTerminal, shownWidth > 0 else { return }
        put("\r" + String(repeating: " ", count: shownWidth) + "\r")
        shownWidth = 0
    }

    private func line(done: Int, total: Int?, note: String, elapsed: Duration) -> String {
        let seconds =
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var line = "\(label): \(done)"
        if let total, total > 0 {
            line += "/\(total) (\(done * 100 / total) %)"
        }
        line += ", \(rate < 10 ? String(format: "%.1f", rate) : String(Int(rate)))/s"
        if let total, rate > 0, total > done {
            line += ", \(Self.clock(Double(total - done) / rate)) left"
        }
        return note.isEmpty ? line : line + ", " + note
    }

    private mutating func write(_ line: String) {
        if isTerminal {
            let padding = String(repeating: " ", count: max(0, shownWidth - line.count))
            put("\r" + line + padding)
            shownWidth = line.count
        } else {
            put(line + "\n")
        }
    }

    private func put(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    private static func clock(_ seconds: Double) -> String {
        let seconds = Int(seconds.rounded(.up))
        return seconds < 3600
            ? String(format: "%d:%02d", seconds / 60, seconds % 60)
            : String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
