import Domain
import GRDB

/// One that gave answers, under the name by which a suite calls it: a model, a program, a baseline.
struct Answerer: Sendable, Equatable {
    let name: String
    let backend: String
    /// What it says of itself, each once: "names the most frequent class".
    let says: [String]

    /// In the order in which the report's tasks first name them.
    static func all(_ db: Database, _ subject: ReportSubject) throws -> [Answerer] {
        var all: [Answerer] = []
        for task in subject.tasks {
            let sql = "SELECT identity FROM model WHERE id = ?"
            let stored = try String.fetchOne(db, sql: sql, arguments: [task.modelID])
            let identity = stored.flatMap { try? JSONValue(parsing: $0) }
            let says = identity?["says"]?.string.map { [$0] } ?? []
            if let index = all.firstIndex(where: {
                $0.name == task.model && $0.backend == task.backend
            }) {
                let new = says.filter { !all[index].says.contains($0) }
                all[index] = Answerer(
                    name: task.model,
                    backend: task.backend,
                    says: all[index].says + new
                )
            } else {
                all.append(Answerer(name: task.model, backend: task.backend, says: says))
            }
        }
        return all
    }
}
