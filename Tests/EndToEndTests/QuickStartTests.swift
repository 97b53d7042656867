import Domain
import Foundation
import GRDB
import TestSupport
import Testing

/// The quick start, as a newcomer runs it, from nothing.
@Suite(
    "The built program runs the quick start",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct QuickStartTests {
    private let site: Site

    init() throws { site = try Site() }

    /// A folder with a copy of the suite, removed at the end.
    private final class Site {
        let folder: String

        init() throws {
            folder = NSTemporaryDirectory() + "/assay-quickstart-\(UUID().uuidString)"
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(
                atPath: RepositoryPaths.root + "/suites/quickstart",
                toPath: folder + "/quickstart"
            )
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func assay(_ line: String, through: [String] = []) throws -> Program.Result {
            try Program.run(
                line.split(separator: " ").map(String.init),
                in: folder,
                through: through
            )
        }

        func rows(_ database: String, _ sql: String) throws -> [String] {
            try DatabaseQueue(path: folder + "/" + database).read { db in
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map { "\($0)" }.joined(separator: " ")
                }
            }
        }
    }

    private static let figures = """
        SELECT task, dataset, model, metric, metricOptions, value, lower95, upper95, n, failures
        FROM leaderboard ORDER BY task, model, metric, metricOptions
        """

    @Test func ingestsFiveKindsAndTheSecondTimeComputesNothing() throws {
        let first = try site.assay("run quickstart --db a.sqlite --json")
        #expect(first.status == 0, "\(first.errors)")
        let summary = try #require(try JSONValue(parsing: first.output)["summary"])
        #expect(summary["failed"] == .integer(0))
        #expect((summary["asked"]?.integer ?? 0) > 500)
        #expect(summary["saved"] == summary["total"] && summary["saved"] == summary["processed"])
        let kinds = try site.rows("a.sqlite", "SELECT DISTINCT kind FROM dataset ORDER BY kind")
        #expect(kinds.count == 5, "\(kinds)")
        let figures = try site.rows("a.sqlite", Self.figures)
        #expect(figures.count >= 12)
        #expect(!figures.contains { $0.contains("confusion_matrix") })
        let before = try site.rows("a.sqlite", "SELECT max(id), count(*) FROM prediction")

        let second = try site.assay("run quickstart --db a.sqlite")
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.output.contains("nothing to do"), "\(second.output)")
        #expect(second.output.contains("0 processed now, 0 failed"), "\(second.output)")
        let table = second.output.split(separator: "\n").dropFirst().joined(separator: "\n")
        try expectSnapshot(table + "\n", "quickstart-figures.txt")
        #expect(try site.rows("a.sqlite", "SELECT max(id), count(*) FROM prediction") == before)
        #expect(try site.rows("a.sqlite", Self.figures) == figures)
        #expect(try site.rows("a.sqlite", "SELECT count(*) FROM run") == ["1"])

        // The classifier is one that was trained: it beats the majority class by far.
        let accuracy = try site.rows(
            "a.sqlite",
            """
            SELECT model, CAST(round(100 * max(value)) AS INTEGER) >= 85
            FROM leaderboard
            WHERE metric = 'accuracy' AND task LIKE '%image-classification'
            GROUP BY model ORDER BY model
            """
        )
        #expect(
            accuracy == ["\"majority-class\" 0", "\"starter-clip\" 1", "\"starter-vit\" 1"]
        )

        for format in ["html", "json", "csv", "markdown"] {
            let report = try site.assay("report --db a.sqlite --format \(format) --output r")
            #expect(report.status == 0, "\(report.errors)")
            let text = try String(contentsOfFile: site.folder + "/r", encoding: .utf8)
            #expect(text.contains("accuracy") || text.contains("Accuracy"))
            #expect(!text.contains("confusion_matrix") || format == "html", "\(format)")
            if format == "html" {
                // The suite is quoted with its metrics; no table has a column for this one.
                #expect(!text.contains("title=\"confusion_matrix"))
                #expect(text.contains("Rows: targets. Columns: answers."))
                for name in ["sqlite", "mediaLibraries", "productKernels", "normalizers"] {
                    #expect(text.contains(name), "provenance lacks \(name)")
                }
                #expect(text.contains("basic@"))
            }
        }
    }

    @Test(
        .enabled(if: Program.isolation != nil, "this user may not take the network away: unshare")
    )
    func needsNoNetwork() throws {
        let alone = try #require(Program.isolation)
        let source = "quickstart/data/tables/made-up.jsonl"
        for command in [
            "ingest table-questions \(source) --name more --db a.sqlite",
            "run quickstart --limit 20 --db a.sqlite",
            "report --db a.sqlite --output report.html",
        ] {
            let result = try site.assay(command, through: alone)
            #expect(result.status == 0, "\(command): \(result.errors)")
        }
        let page = try String(contentsOfFile: site.folder + "/report.html", encoding: .utf8)
        #expect(page.contains("<!DOCTYPE html>") || page.contains("<!doctype html>"))
    }

    @Test func batchSizeAndThreadsChangeNoPrediction() throws {
        let sql = """
            SELECT hex(requestDigest), output, error FROM prediction
            JOIN model ON model.id = modelID AND backend = 'native' ORDER BY requestDigest
            """
        var known: [String]?
        for (batch, threads) in [(1, 1), (32, 1), (1, 2), (32, 2), (7, 2)] {
            let database = "b\(batch)t\(threads).sqlite"
            let result = try site.assay(
                "run quickstart --limit 20 --batch-size \(batch) --threads \(threads) --db "
                    + database
            )
            #expect(result.status == 0, "\(result.errors)")
            let predictions = try site.rows(database, sql)
            // Pictures by two models and under five perturbations, captions with their pictures, and
            // questions and texts of every kind.
            #expect(predictions.count >= 20 * 12)
            #expect(known ?? predictions == predictions, "batch \(batch), \(threads) threads")
            known = predictions
        }
    }
}
