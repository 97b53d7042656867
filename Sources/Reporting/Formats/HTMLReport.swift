package import GRDB

/// One page for people, with pictures and sound in it.
package enum HTMLReport: ReportFormat {
    package static let name = "html"
    package static let fileExtension = "html"
    package static let summary = "one self-contained page for people"

    /// Pictures and sound get a quarter of the page's bytes, and fewer where the rest needs more.
    ///
    /// - Throws: ``ReportingError/tooLarge(bytes:allowed:)`` if the page is too large even without them.
    package static func write(_ db: Database, _ subject: ReportSubject) throws -> String {
        var mediaBytes = subject.mostBytes / 4
        while true {
            let page = try Page.render(db, subject, mediaBytes: mediaBytes).text
            let excess = page.utf8.count - subject.mostBytes
            guard excess > 0 else { return page }
            guard mediaBytes > 0 else {
                throw ReportingError.tooLarge(bytes: page.utf8.count, allowed: subject.mostBytes)
            }
            // Base64 makes four bytes of three.
            mediaBytes = max(0, min(mediaBytes / 2, mediaBytes - excess))
            if mediaBytes < 10_000 { mediaBytes = 0 }
        }
    }
}
