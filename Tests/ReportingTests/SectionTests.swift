import Domain
import Foundation
import GRDB
import Testing

@testable import Reporting

/// What holds for every section of the catalogs.
struct SectionTests {
    @Test(arguments: pageSectionCatalog.names)
    func `Page sections survive a run without tasks`(id: String) throws {
        let database = try TestDatabase()
        try database.queue.write { db in _ = try TestDatabase.addRun(db, status: "running") }
        let section = try pageSectionCatalog(id)
        try database.queue.read { db in
            let subject = try ReportSubject(db)
            let body = try section.body(db, subject, media: MediaShelf(tasks: 0))
            if let body { #expect(!body.text.isEmpty) }
        }
    }

    @Test(arguments: taskSectionCatalog.names)
    func `Task sections survive a task without predictions`(id: String) throws {
        let database = try TestDatabase()
        let section = try taskSectionCatalog(id)
        try database.queue.write { db in
            try EmptyRun.add(db)
        }
        try database.queue.read { db in
            let task = try #require(try ReportSubject(db).tasks.first)
            let body = try section.body(db, task, media: MediaShelf(tasks: 1))
            // Only the figures have something to say: that they are not there yet.
            #expect((body != nil) == (id == "figures"))
        }
    }

    @Test(arguments: taskSectionCatalog.names)
    func `Every task section shows something of the sample`(id: String) throws {
        let database = try SampleDatabase.shared()
        let section = try taskSectionCatalog(id)
        try database.queue.read { db in
            let tasks = try ReportSubject(db).tasks
            let bodies = try tasks.compactMap {
                try section.body(db, $0, media: MediaShelf(tasks: tasks.count))
            }
            #expect(bodies.contains { $0.text.utf8.count > 100 })
        }
    }

    @Test func `Identifiers are fragments that need no escaping`() {
        for id in pageSectionCatalog.names + taskSectionCatalog.names {
            #expect(id.allSatisfy { $0.isLowercase || $0 == "-" }, "\(id)")
        }
        #expect(pageSectionCatalog.names.first == "summary")
    }
}

/// A run that has only begun.
enum EmptyRun {
    static func add(_ db: Database) throws {
        let run = try TestDatabase.addRun(db, status: "running")
        let dataset = try TestDatabase.addDataset(db, "pictures", kind: .image)
        let model = try TestDatabase.addModel(db, "vit", backend: "native")
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "image-classification",
            dataset: dataset,
            model: model,
            groupBy: ["label"]
        )
        for (position, name) in ["accuracy", "expected_calibration_error"].enumerated() {
            try TestDatabase.insert(
                db,
                "metric",
                [
                    "taskID": task, "position": position, "name": name,
                    "higherIsBetter": position == 0, "isShare": true,
                ]
            )
        }
    }
}
