package import GRDB

/// The data that was used: where it comes from, under which licence, how much of it there is.
package enum DatasetsSection: ReportSection {
    package static let id = "datasets"
    package static let title = "Datasets"

    static let mostSplits = 12

    package struct Content: Sendable {
        let datasets: [Dataset]
    }

    /// A dataset as it is now.
    struct Dataset: Sendable {
        let name: String
        let kind: String
        let format: String
        let source: String
        let version: String?
        let license: String?
        let fingerprint: String
        let examples: Int
        let splits: [(name: String, count: Int)]
        /// Whether a task of the report saw other examples than there are now.
        let hasChanged: Bool
        let sheet: DatasheetView
    }

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> Content?
    {
        let tasks = subject.tasks
        let datasets = try subject.datasetIDs.compactMap { id -> Dataset? in
            let sql = "SELECT * FROM dataset WHERE id = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [id]) else { return nil }
            let splits = try Row.fetchAll(
                db,
                sql: """
                    SELECT split, count(*) AS count FROM example WHERE datasetID = ?
                    GROUP BY split ORDER BY count(*) DESC, split LIMIT \(mostSplits)
                    """,
                arguments: [id]
            )
            let fingerprint: String = row["fingerprint"]
            return Dataset(
                name: row["name"],
                kind: row["kind"],
                format: row["format"],
                source: row["source"],
                version: row["version"],
                license: row["license"],
                fingerprint: fingerprint,
                examples: row["exampleCount"],
                splits: splits.map { ($0["split"], $0["count"]) },
                hasChanged: tasks.contains {
                    $0.datasetID == id && $0.datasetFingerprint != fingerprint
                },
                sheet: try DatasheetView(db, dataset: row)
            )
        }
        return datasets.isEmpty ? nil : Content(datasets: datasets)
    }

    package static func render(_ content: Content) -> HTML {
        "<div class=\"cards\">\(content.datasets.map(card))</div>\n"
    }

    private static func card(_ dataset: Dataset) -> HTML {
        let splits = dataset.splits.map { "\($0.name) \(Numbers.grouped($0.count))" }
            .joined(separator: ", ")
        let changed: HTML =
            dataset.hasChanged
            ? """
            <p class="warning">The dataset has changed since the run: its fingerprint is another. The \
            figures are of the examples that it had then.</p>
            """ : ""
        let version: HTML =
            dataset.version.map { Markup.fact("Version", Markup.data($0, limit: 80)) } ?? ""
        let license =
            dataset.license.map { Markup.data($0, limit: 200) } ?? Markup.dash("not stated")
        return """
            <section class="card"><h3>\(Markup.data(dataset.name, limit: 120))</h3>\(changed)
            <dl class="facts">\
            \(Markup.fact("Kind", "\(dataset.kind), read as \(Markup.data(dataset.format, limit: 60))"))\
            \(Markup.fact("Examples", "\(Numbers.grouped(dataset.examples))"))\
            \(Markup.fact("Splits", Markup.data(splits, limit: 300)))\
            \(version)\(Markup.fact("Licence", license))\
            \(Markup.fact("Source", Markup.code(dataset.source, limit: 300)))\
            \(Markup.fact("Fingerprint", Markup.code(dataset.fingerprint)))</dl>
            \(dataset.sheet.render())</section>

            """
    }
}
