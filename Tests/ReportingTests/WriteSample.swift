import Foundation
import GRDB
import Testing

@testable import Reporting

/// Writes the sample page to the file that a variable of the environment names, to be looked at.
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
}
