import Domain
import GRDB
import Testing

/// Datasette's `metadata.json` and the drawn schema say what the schema is, all of it and no more.
struct MetadataTests {
    /// Tables and views with their columns, without SQLite's and the full-text index's own tables.
    private static func schema() throws -> [String: [String]] {
        let database = try TestDatabase()
        return try database.queue.read { db in
            let names = try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM pragma_table_list
                    WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')
                        AND name NOT LIKE 'sqlite%'
                    """
            )
            var schema: [String: [String]] = [:]
            for name in names {
                schema[name] = try String.fetchAll(
                    db,
                    sql: "SELECT name FROM pragma_table_info(?)",
                    arguments: [name]
                )
            }
            return schema
        }
    }

    private static func metadata() throws -> JSONValue {
        try JSONValue(parsing: try Repository.text("db/metadata.json"))
    }

    @Test func `Every table, view and column is described and nothing else`() throws {
        let schema = try Self.schema()
        let described = try #require(
            try Self.metadata()["databases"]?["assay"]?["tables"]?.object
        )
        #expect(Set(described.keys) == Set(schema.keys))
        for (name, columns) in schema {
            let table = described[name]
            #expect((table?["description"]?.string ?? "").count > 15, "\(name) has no description")
            let texts = table?["columns"]?.object ?? [:]
            #expect(Set(texts.keys) == Set(columns), "the columns of \(name)")
            for (column, text) in texts {
                #expect((text.string ?? "").count > 3, "\(name).\(column)")
            }
        }
    }

    @Test func `Descriptions are for the database under both of its names`() throws {
        let metadata = try Self.metadata()
        #expect(metadata["title"]?.string?.isEmpty == false)
        #expect(metadata["description"]?.string?.isEmpty == false)
        #expect(metadata["databases"]?["assay"] == metadata["databases"]?["quickstart"])
    }

    @Test func `The drawn schema has a row for every table and view`() throws {
        let text = try Repository.text("db/README.md")
        for name in try Self.schema().keys {
            #expect(text.contains("| `\(name)` |"), "\(name) has no row in db/README.md")
        }
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == (try Self.schema().count))
    }
}
