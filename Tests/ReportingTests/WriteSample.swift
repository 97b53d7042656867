import Foundation
import GRDB
import Testing

@testable import Reporting

/// Writes samples to the files that variables of the environment name, to be looked at and measured.
struct WriteSample {
    private static let path = ProcessInfo.processInfo.environment["ASSAY_SAMPLE_REPORT"]

    @Test(.enabled(if: path != nil, "set ASSAY_SAMPLE_REPORT to a file to get the sample page"))
    func `The sample page can be written`() throws {
        let database = try SampleDatabase.make()
        let page = try database.queue.read { db in
            try HTMLReport.write(db, try ReportSubject(db))
        }
        try Data(page.utf8).write(to: URL(fileURLWithPath: try #require(Self.path)))
    }

    private static let database = ProcessInfo.processInfo.environment["ASSAY_SAMPLE_DATABASE"]

    /// For measuring the report: 100,000 predictions of two models, with their scores and groups.
    @Test(.enabled(if: database != nil, "set ASSAY_SAMPLE_DATABASE to a file to get a large sample"))
    func `A large sample can be written`() throws {
        _ = try SampleDatabase.make(path: try #require(Self.database), pictures: 50_000)
    }
}
