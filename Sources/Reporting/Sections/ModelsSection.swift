import Domain
package import GRDB

/// What answered: each model with the digest of everything that it consists of.
package enum ModelsSection: ReportSection {
    package static let id = "models"
    package static let title = "Models"

    package struct Content: Sendable {
        let models: [Model]
    }

    /// A model, with every name that the report's tasks call it.
    struct Model: Sendable {
        let names: [String]
        let backend: String
        let digest: String
        let identity: JSONValue?
        let card: ModelCardView
    }

    package static func load(_ db: Database, _ subject: ReportSubject, media: MediaShelf) throws
        -> Content?
    {
        let models = try subject.modelIDs.compactMap { id -> Model? in
            let sql = "SELECT * FROM model WHERE id = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [id]) else { return nil }
            let tasks = subject.tasks.filter { $0.modelID == id }
            let stored: String = row["identity"]
            let identity = try? JSONValue(parsing: stored)
            let names = tasks.map(\.model).reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }
            return Model(
                names: names,
                backend: row["backend"],
                digest: row["digest"],
                identity: identity,
                card: ModelCardView(
                    names: names,
                    backend: row["backend"],
                    identity: identity,
                    tasks: tasks
                )
            )
        }
        return models.isEmpty ? nil : Content(models: models)
    }

    package static func render(_ content: Content) -> HTML {
        "<div class=\"cards\">\(content.models.map(card))</div>\n"
    }

    private static func card(_ model: Model) -> HTML {
        let names = Markup.data(model.names.joined(separator: ", "), limit: 200)
        let kind = Markup.kind(backend: model.backend)
        let note: HTML = kind == .empty ? "" : "<p class=\"note\">\(kind)</p>"
        return """
            <section class="card"><h3>\(names)\(Markup.badge(backend: model.backend))</h3>\(note)
            <dl class="facts">\
            \(Markup.fact("Backend", Markup.data(model.backend, limit: 60)))\
            \(Markup.fact("Digest", Markup.code(model.digest)))\
            \(model.identity.map { JSONFacts.render($0, without: ["card"]) } ?? "")</dl>
            \(model.card.render())</section>

            """
    }
}
