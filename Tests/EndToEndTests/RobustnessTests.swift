import Domain
import Foundation
import GRDB
import TestSupport
import Testing

/// The suite of perturbations, as a newcomer runs it.
@Suite(
    "The built program measures robustness",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct RobustnessTests {
    @Test func theSuiteRunsIsContinuedAndReported() throws {
        let folder = NSTemporaryDirectory() + "/assay-robustness-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for suite in ["quickstart", "robustness"] {
            try FileManager.default.copyItem(
                atPath: RepositoryPaths.root + "/suites/" + suite,
                toPath: folder + "/" + suite
            )
        }
        let line = ["run", "robustness", "--limit", "60", "--db", "a.sqlite"]
        let first = try Program.run(line, in: folder)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("image-classification under contrast (severity 3)"))

        let database = try DatabaseQueue(path: folder + "/a.sqlite")
        let before = try database.read { db in
            try #expect(Int.fetchOne(db, sql: "SELECT count(*) FROM task") == 18)
            // Only the 500 pictures: nothing perturbed is kept.
            try #expect(Int.fetchOne(db, sql: "SELECT count(*) FROM media") == 500)
            let figures = try Row.fetchAll(
                db,
                sql: """
                    SELECT statistic, groupValue, value, lower, upper FROM figure
                    JOIN metric ON metric.id = metricID AND metric.name = 'accuracy'
                    WHERE statistic <> 'value' ORDER BY metricID, statistic, groupValue
                    """
            )
            #expect(figures.count == 6 + 3 + 10 + 3)
            let contrast = figures.first { $0["groupValue"] == "contrast (severity 3)" }
            // A washed-out picture costs a small model most of what it knows, beyond chance.
            #expect(try #require(contrast?["lower"] as Double?) > 0.2)
            return figures.map(\.description)
        }
        let second = try Program.run(line, in: folder)
        #expect(second.output.contains("nothing to do"), "\(second.output)")
        let scored = try Program.run(["score", "1", "--db", "a.sqlite"], in: folder)
        #expect(scored.status == 0, "\(scored.errors)")
        let after = try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT statistic, groupValue, value, lower, upper FROM figure
                    JOIN metric ON metric.id = metricID AND metric.name = 'accuracy'
                    WHERE statistic <> 'value' ORDER BY metricID, statistic, groupValue
                    """
            ).map(\.description)
        }
        #expect(after == before)

        let shown = try Program.run(["runs", "1", "--db", "a.sqlite"], in: folder)
        #expect(shown.output.contains("drop under contrast (severity 3)"), "\(shown.output)")
        let report = try Program.run(
            ["report", "1", "--db", "a.sqlite", "--output", "report.html"],
            in: folder
        )
        #expect(report.status == 0, "\(report.errors)")
        let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
        #expect(page.contains("Worst perturbation") && page.contains("contrast (severity 3)"))
    }
}
