import Foundation
import TestSupport
import Testing

/// Compares text with a golden file in `Tests/Fixtures/snapshots`.
///
/// With RECORD_SNAPSHOTS set the file is written and the test fails, so that a recording run is never
/// mistaken for a passing one.
func expectSnapshot(
    _ text: String,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(fileURLWithPath: RepositoryPaths.fixtures + "/snapshots/" + name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
        Issue.record("recorded \(name); run again to compare", sourceLocation: sourceLocation)
        return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let lines = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = (0..<max(lines.count, found.count)).first { index in
        index >= lines.count || index >= found.count || lines[index] != found[index]
    }
    guard let first else { return }
    let line = { (all: [Substring]) in first < all.count ? String(all[first]) : "(no line)" }
    Issue.record(
        """
        \(name), line \(first + 1):
          was \(line(lines))
          is  \(line(found))
        """,
        sourceLocation: sourceLocation
    )
}
