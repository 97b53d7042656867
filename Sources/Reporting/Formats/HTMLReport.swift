package import GRDB

/// One page for people, with pictures and sound in it.
package enum HTMLReport: ReportFormat {
    package static let name = "html"
    package static let fileExtension = "html"
    package static let summary = "one self-contained page for people"

    /// - Throws: ``ReportingError/tooLarge(bytes:allowed:)`` if the page is too large even without any
    ///   pictures and sound.
    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        try PageFrame.fitting(subject.mostBytes) {
            try Page.render(db, subject, mediaBytes: $0)
        }
    }
}
