package import GRDB

/// One page for people, with pictures and sound in it.
package enum HTMLReport: ReportFormat {
    package static let name = "html"
    package static let fileExtension = "html"
    package static let summary = "one self-contained page for people"

    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        try Page.render(db, subject).text
    }
}
