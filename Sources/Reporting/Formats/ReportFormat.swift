package import GRDB

/// A way to write the figures of a report.
///
/// To add one, write a file in this folder and a line in `ReportFormatCatalog.swift`.
package protocol ReportFormat: Sendable {
    /// As `--format` takes it.
    static var name: String { get }
    /// Of the file, without a dot.
    static var fileExtension: String { get }
    /// One line for people.
    static var summary: String { get }

    /// The whole report. The same rows give the same text.
    static func write(_ db: Database, _ subject: ReportSubject) throws -> String
}
