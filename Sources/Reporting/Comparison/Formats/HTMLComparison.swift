package import GRDB

/// One page for people, with the flipped examples' pictures and sound in it.
package enum HTMLComparison: ComparisonFormat {
    package static let name = "html"
    package static let fileExtension = "html"
    package static let summary = "one self-contained page for people"
    package static let usualFlips: Int? = 20

    /// - Throws: ``ReportingError/tooLarge(bytes:allowed:)`` if the page is too large even without any
    ///   pictures and sound.
    package static func write(_ db: Database, _ subject: ComparisonSubject) throws -> String {
        try PageFrame.fitting(subject.mostBytes) {
            try ComparisonPage.render(db, subject, mediaBytes: $0)
        }
    }
}
