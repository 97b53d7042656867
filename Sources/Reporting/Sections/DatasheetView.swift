import Domain
import GRDB

/// A datasheet (Gebru and others 2021), filled from what the database knows; what it does not know is
/// said to be not stated.
struct DatasheetView: Sendable {
    let kind: String
    let examples: Int
    /// Examples by the kind of their target; those without one under an empty name.
    let targets: [(kind: String, count: Int)]
    /// The names of the examples' attributes, with how many examples have each.
    let attributes: [(name: String, count: Int)]
    /// Media in the database, and by path.
    let embedded: Int
    let referenced: Int
    /// Parts of the source that were refused.
    let refused: Int
    let license: String?
    let version: String?
    let format: String
    let updatedAt: String

    private static let mostAttributes = 20

    init(_ db: Database, dataset: Row) throws {
        let id: Int64 = dataset["id"]
        kind = dataset["kind"]
        examples = dataset["exampleCount"]
        license = dataset["license"]
        version = dataset["version"]
        format = dataset["format"]
        updatedAt = dataset["updatedAt"]
        targets = try Row.fetchAll(
            db,
            sql: """
                SELECT coalesce(targetKind, '') AS kind, count(*) AS count FROM example
                WHERE datasetID = ? GROUP BY targetKind ORDER BY count DESC
                """,
            arguments: [id]
        ).map { ($0["kind"], $0["count"]) }
        attributes = try Row.fetchAll(
            db,
            sql: """
                SELECT member.key AS name, count(*) AS count
                FROM example, json_each(example.attributes) AS member
                WHERE datasetID = ? GROUP BY member.key
                ORDER BY count DESC, member.key LIMIT \(Self.mostAttributes)
                """,
            arguments: [id]
        ).map { ($0["name"], $0["count"]) }
        let media = try Row.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(media.bytes IS NOT NULL), 0) AS embedded,
                    coalesce(sum(media.bytes IS NULL), 0) AS referenced
                FROM media WHERE id IN
                    (SELECT mediaID FROM example WHERE datasetID = ? AND mediaID IS NOT NULL)
                """,
            arguments: [id]
        )
        embedded = media?["embedded"] ?? 0
        referenced = media?["referenced"] ?? 0
        refused =
            try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM ingestionError WHERE datasetID = ?",
                arguments: [id]
            ) ?? 0
    }

    func render() -> HTML {
        let composition =
            "\(Numbers.count(examples, "example")) of \(kind)"
            + (embedded + referenced > 0
                ? ", \(Numbers.count(embedded, "medium", "media")) in the database, "
                    + "\(Numbers.grouped(referenced)) by path" : "")
        let answers = targets.map { target in
            target.kind.isEmpty
                ? "\(Numbers.grouped(target.count)) without a target"
                : "\(Numbers.grouped(target.count)) with a \(target.kind)"
        }
        let names = attributes.map { attribute in
            attribute.count == examples
                ? attribute.name : "\(attribute.name) (\(Numbers.grouped(attribute.count)))"
        }
        let facts: [(String, HTML)] = [
            ("Motivation", notStated),
            ("Composition", Markup.data(composition)),
            ("Targets", Markup.data(answers.joined(separator: ", "))),
            (
                "Attributes",
                names.isEmpty ? Markup.dash("none") : Markup.data(names.joined(separator: ", "))
            ),
            ("Collection", notStated),
            (
                "Preprocessing",
                """
                read as \(Markup.data(format, limit: 60)); media stored unchanged; \
                \(Numbers.count(refused, "part")) refused
                """
            ),
            ("Distribution", license.map { Markup.data($0, limit: 200) } ?? notStated),
            (
                "Maintenance",
                """
                \(version.map { "version \(Markup.data($0, limit: 80)), " } ?? "")\
                last read \(Numbers.time(updatedAt))
                """
            ),
        ]
        let rows = facts.map { name, value in Markup.fact("\(name)", value) }
        return """
            <details><summary>Datasheet</summary><dl class="facts">\(rows)</dl>
            <p class="note">After Gebru and others 2021, of what the database knows.</p></details>
            """
    }

    private var notStated: HTML { "<span class=\"muted\">not stated</span>" }
}
