package import Comparisons
import GRDB
package import Storage

/// A comparison as it is written to a file.
package struct ComparisonReport: Sendable {
    /// The whole document.
    package let text: String
    /// A name for its file, without folder: `quickstart-1-bert-1-gpt2.html`.
    package let fileName: String

    /// Writes a comparison, with what the database knows of both sides.
    ///
    /// - Parameters:
    ///   - comparison: The two models held side by side.
    ///   - store: The database that they are in.
    ///   - format: How it is written.
    ///   - mostBytes: What a page may take.
    /// - Throws: ``ReportingError``; GRDB's errors for a damaged database.
    package init(
        of comparison: Comparison,
        in store: Store,
        as format: any ComparisonFormat.Type,
        mostBytes: Int = ReportSubject.usualBytes
    ) throws {
        (text, fileName) = try store.reader.read { db in
            let subject = try ComparisonSubject(db, comparison, mostBytes: mostBytes)
            let text = try format.write(db, subject)
            return (text, "\(subject.fileName).\(format.fileExtension)")
        }
    }
}
