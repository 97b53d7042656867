import Domain
import GRDB
import Testing

@testable import Reporting

/// Who is called best, and when.
struct StandingTests {
    /// Two classifiers of the same examples; each answer is right or wrong.
    private func standing(_ answers: [(first: Bool, second: Bool)]) throws -> (
        standing: Standing?, page: String
    ) {
        let database = try TestDatabase()
        try database.queue.write { db in
            let run = try TestDatabase.addRun(db)
            let dataset = try TestDatabase.addDataset(db, "texts", kind: .text)
            let examples = try answers.indices.map { index in
                try TestDatabase.addExample(
                    db,
                    dataset: dataset,
                    key: "\(index)",
                    text: "Text \(index)",
                    target: .label("x")
                )
            }
            for (name, isFirst) in [("one", true), ("two", false)] {
                let model = try TestDatabase.addModel(db, name, backend: "native")
                let task = try TestDatabase.addTask(
                    db,
                    run: run,
                    task: "text-classification",
                    dataset: dataset,
                    model: model
                )
                let scored = try zip(examples, answers).map { example, answer in
                    let right = isFirst ? answer.first : answer.second
                    let labels = [ScoredLabel(label: right ? "x" : "y", score: 0.9)]
                    try TestDatabase.addAnswer(
                        db,
                        task: task,
                        example: example,
                        .success(.labels(labels))
                    )
                    return TestDatabase.Scored(
                        example: example,
                        outcome: .labels(labels),
                        target: .label("x")
                    )
                }
                try TestDatabase.addMetric(db, task: task, "accuracy", examples: scored)
            }
        }
        return try database.queue.read { db in
            let subject = try ReportSubject(db)
            let page = try SummarySection.body(db, subject, media: MediaShelf(tasks: 2))
            return (try Standing(db, subject.tasks), page?.text ?? "")
        }
    }

    @Test func `The best is marked where the difference is shown`() throws {
        let (standing, page) = try standing(
            (0..<40).map { ($0 < 20, $0 < 38) }
        )
        let found = try #require(standing)
        #expect(found.isShown && found.others.count == 1)
        let other = try #require(found.others.values.first)
        #expect(other.examples == 40 && abs(other.value + 0.45) < 1e-12)
        // McNemar, exact: 18 to nothing.
        #expect(abs(other.p - 2 * 0x1p-18) < 1e-12)
        #expect(page.contains("<span class=\"tag right\">best</span>"))
        #expect(page.contains("−45.0 points</span><span class=\"ci\">p &lt; 0.001"))
    }

    @Test func `One of two that are alike is not ahead`() throws {
        let (standing, page) = try standing((0..<40).map { ($0 < 30, $0 >= 10) })
        let found = try #require(standing)
        #expect(!found.isShown && found.isTied)
        #expect(page.contains("<span class=\"tag\">level</span>"))
        #expect(!page.contains("ahead, not shown"))
    }

    @Test func `One that is merely ahead is not called best`() throws {
        let (standing, page) = try standing((0..<40).map { ($0 < 30, $0 < 31) })
        #expect(standing?.isShown == false)
        #expect(page.contains("ahead, not shown") && !page.contains(">best</span>"))
    }
}
