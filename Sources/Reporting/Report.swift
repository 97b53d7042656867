import GRDB
package import Storage

/// A report as it is written to a file.
package struct Report: Sendable {
    /// The whole document.
    package let text: String
    /// A name for its file, without folder: `quickstart-3.html`.
    package let fileName: String

    /// Reads runs in one snapshot, so that a run that goes on meanwhile changes nothing in between.
    ///
    /// - Parameters:
    ///   - runs: Their numbers; the latest run if empty.
    ///   - store: The database.
    ///   - format: How it is written.
    ///   - mostBytes: What a page may take.
    /// - Throws: ``ReportingError``; GRDB's errors for a damaged database.
    package init(
        of runs: [Int64],
        in store: Store,
        as format: any ReportFormat.Type,
        mostBytes: Int = ReportSubject.usualBytes
    ) throws {
        (text, fileName) = try store.reader.read { db in
            // Sections join the same rows again and again; SQLite's own 2 MB would read each page anew.
            try db.execute(sql: "PRAGMA cache_size = -65536")
            let subject = try ReportSubject(db, runs: runs, mostBytes: mostBytes)
            let text = try format.write(db, subject)
            return (text, "\(subject.fileName).\(format.fileExtension)")
        }
    }
}
