import Domain
import Foundation
import Reporting

/// Writes a line of diagnostics to standard error; results go to standard output by `print`.
func printError(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
}

/// Writes a value for scripts: one line of JSON on standard output.
func printJSON(_ value: JSONValue) {
    print(value.text)
}

/// A count with its noun: "1 example", "1,234 examples".
func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// A count as people read it: "1,234".
func grouped(_ count: Int) -> String {
    let digits = String(count)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
        grouped.append(digit)
    }
    return grouped
}

/// Files that commands write.
enum Output {
    /// Prints a text where the path is nil or `-`; else writes it there and prints the path.
    static func deliver(_ text: String, to path: String?) throws {
        guard let path, path != "-" else {
            FileHandle.standardOutput.write(Data(text.utf8))
            return
        }
        try write(text, to: path)
        print(path)
    }

    /// Writes a text in one step, and makes the folders that it lies in.
    static func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw ReportingError.unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
