import Foundation
import Testing

@testable import Reporting

/// Compares text with a golden file in `Snapshots/`.
///
/// With RECORD_SNAPSHOTS set the file is written and the test fails, so that a recording run is never
/// mistaken for a passing one.
func expectSnapshot(
    _ text: String,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
        Issue.record(
            "recorded \(name); run again without RECORD_SNAPSHOTS",
            sourceLocation: sourceLocation
        )
        return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(golden.split(separator: "\n"), text.split(separator: "\n"))
    let difference = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    #expect(
        golden == text,
        """
        \(name) differs\(difference.map {
            " first in line \($0.offset + 1)\n  was \($0.element.0)\n  is  \($0.element.1)"
        } ?? " in length")
        """,
        sourceLocation: sourceLocation
    )
}

/// A page without its style sheet and script, and without their digests in its policy: they change often
/// and say nothing of the content.
func withoutStyle(_ page: String) throws -> String {
    let style = try #require(page.range(of: "<style>"))
    let end = try #require(page.range(of: "</style>"))
    let script = try #require(page.range(of: "<script>"))
    return String(page[..<style.upperBound] + page[end.lowerBound..<script.lowerBound])
        .replacing(PageStyle.contentHash, with: "STYLE")
        .replacing(PageScript.contentHash, with: "SCRIPT")
}
