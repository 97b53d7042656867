package import GRDB

/// The parts of the sources that were refused, and so are in no figure.
package enum IngestionErrorsSection: ReportSection {
    package static let id = "ingestion-errors"
    package static let title = "Refused data"

    static let mostShown = 25

    package struct Content: Sendable {
        let datasets: [Dataset]
    }

    /// A dataset's refused rows: how many, and the first of them.
    struct Dataset: Sendable {
        let name: String
        let count: Int
        let rows: [Refused]
    }

    /// A row or a file that was refused.
    struct Refused: Sendable {
        let file: String
        /// From 1; 0 where the reason concerns the whole file.
        let line: Int
        let reason: String
    }

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> Content?
    {
        let datasets = try subject.datasetIDs.compactMap { id -> Dataset? in
            let count = try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM ingestionError WHERE datasetID = ?",
                arguments: [id]
            )
            guard let count, count > 0 else { return nil }
            let name = "SELECT name FROM dataset WHERE id = ?"
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT file, line, reason FROM ingestionError WHERE datasetID = ?
                    ORDER BY id LIMIT \(mostShown)
                    """,
                arguments: [id]
            )
            return Dataset(
                name: try String.fetchOne(db, sql: name, arguments: [id]) ?? "",
                count: count,
                rows: rows.map { Refused(file: $0["file"], line: $0["line"], reason: $0["reason"]) }
            )
        }
        return datasets.isEmpty ? nil : Content(datasets: datasets)
    }

    package static func render(_ content: Content) -> HTML {
        "\(content.datasets.map(table))"
    }

    private static func table(_ dataset: Dataset) -> HTML {
        let rows = dataset.rows.map { row -> HTML in
            let line: HTML = row.line == 0 ? Markup.dash("the whole file") : "\(row.line)"
            return """
                <tr><td>\(Markup.code(row.file, limit: 200))</td><td class="n">\(line)</td>\
                <td>\(Markup.data(row.reason, limit: 400))</td></tr>

                """
        }
        let hidden = dataset.count - dataset.rows.count
        let note: HTML =
            hidden > 0
            ? "<p class=\"note\">\(Numbers.grouped(hidden)) more are not shown.</p>\n" : ""
        return """
            <p><strong>\(Numbers.count(dataset.count, "part"))</strong> of \
            \(Markup.data(dataset.name, limit: 120)) could not be read and took no part in the run.</p>
            \(Markup.scrolling("""
            <table class="figures"><caption class="sr">Refused data</caption><thead><tr>\
            <th scope="col">File</th><th scope="col" class="n">Line</th><th scope="col">Reason</th>\
            </tr></thead><tbody>\(rows)</tbody></table>
            """, label: "Refused parts of \(Markup.clipped(dataset.name, limit: 120))"))\(note)
            """
    }
}
