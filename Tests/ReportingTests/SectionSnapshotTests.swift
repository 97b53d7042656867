import Domain
import GRDB
import Testing

@testable import Reporting

/// A golden file for each section of the catalogs.
struct SectionSnapshotTests {
    /// Without what changes when a codec does, and without the last digits of numbers.
    private static func stable(_ html: HTML) -> String {
        html.text
            .replacing(#/data:[a-z]+\/[a-z]+;base64,[A-Za-z0-9+\/=]*/#, with: "data:")
            .replacing(#/ title="-?[0-9.e-]+"/#, with: "")
            .replacing(#/<polygon points="[^"]*"/#, with: "<polygon points=\"\"")
    }

    @Test(arguments: taskSectionCatalog.names)
    func `What is shown of a task is as recorded`(id: String) throws {
        let section = try taskSectionCatalog(id)
        try SampleDatabase.shared().queue.read { db in
            let tasks = try ReportSubject(db).tasks
            let body = try tasks.lazy.compactMap { task in
                try section.body(db, task, media: MediaShelf(tasks: tasks.count))
            }.first { _ in true }
            try expectSnapshot(Self.stable(try #require(body)), "task-\(id).html")
        }
    }

    @Test(arguments: pageSectionCatalog.names)
    func `What is shown of a run is as recorded`(id: String) throws {
        let section = try pageSectionCatalog(id)
        try SampleDatabase.shared().queue.read { db in
            let subject = try ReportSubject(db)
            let body = try section.body(db, subject, media: MediaShelf(tasks: 1))
            try expectSnapshot(Self.stable(try #require(body)), "page-\(id).html")
        }
    }

    @Test func `Lists in place of a large confusion matrix are as recorded`() throws {
        let examples = (0..<50).map { index in
            ("label \(index)", "label \(index < 6 ? index / 2 : index)", "")
                as (String, String?, String)
        }
        try OneTask.labels(examples).queue.read { db in
            let task = try #require(try ReportSubject(db).tasks.first)
            let body = try ConfusionSection.body(db, task, media: MediaShelf(tasks: 1))
            try expectSnapshot(Self.stable(try #require(body)), "task-confusion-lists.html")
        }
    }

    @Test func `Examples with sound, a table and continuations are as recorded`() throws {
        try SampleDatabase.shared().queue.read { db in
            let tasks = try ReportSubject(db).tasks
            for name in [
                "automatic-speech-recognition", "table-question-answering", "text-generation",
            ] {
                let task = try #require(tasks.first { $0.task == name })
                let body = try ExamplesSection.body(db, task, media: MediaShelf(tasks: tasks.count))
                try expectSnapshot(Self.stable(try #require(body)), "examples-\(name).html")
            }
        }
    }
}
