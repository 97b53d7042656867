import Domain
import Foundation
import GRDB
import Media
import Testing

@testable import Reporting

struct ExamplesSectionTests {
    @Test func `What the normaliser makes equal is not marked as a mistake`() throws {
        let database = try OneTask.database("automatic-speech-recognition", over: .speech) {
            db,
            one in
            try one.add(db, "a", said: "THE OLD GATE", heard: "the gate")
            try one.score(db, "word_error_rate", options: ["normalizer": .string("basic")])
        }
        let page = try PageTests.page(database)
        #expect(page.contains("<bdi>the <del>old</del> gate </bdi>"))
    }

    @Test func `A search shows the picture that it ranked first instead`() throws {
        // The first caption lies nearer to the second picture; the second finds its own.
        let vectors: [(caption: [Float], picture: [Float])] = [
            ([0.6, 0.8], [1, 0]), ([0, 2], [0, 3]),
        ]
        let database = try OneTask.database("image-text-retrieval", over: .caption, by: "seer") {
            db,
            one in
            for (index, vector) in vectors.enumerated() {
                let pixels = [UInt8](repeating: UInt8(index * 200), count: 12)
                let picture = PixelImage(width: 2, height: 2, pixels: pixels)
                let medium = try TestDatabase.addMedium(
                    db,
                    kind: .image,
                    mediaType: "image/png",
                    bytes: try picture.encodedPNG()
                )
                let ranks = RetrievalRanks(imageOfText: index == 0 ? 2 : 1, textOfImage: 1)
                try one.add(
                    db,
                    "scene-\(index)",
                    text: "Caption number \(index)",
                    medium: medium,
                    answers: [.embedding(vector.caption), .embedding(vector.picture)],
                    outcome: .ranks(ranks)
                )
            }
            try one.score(db, "recall_at_k")
        }
        let page = try PageTests.page(database)
        let found = page.split(separator: "<figure class=\"found\">")
        #expect(found.count == 2)
        #expect(found.last?.prefix(300).contains("<strong>0.800</strong>") == true)
        #expect(found.last?.prefix(300).contains("its own picture 0.600") == true)
        #expect(found.last?.contains("<bdi>Caption number 1</bdi></span></figure>") == true)
    }

    @Test func `What a model wrote on stands behind a button with its scores`() throws {
        let database = try OneTask.continuations([
            ("a", [(" kind", 0.125), (" <b>loud</b>", 0.75), (" never scored", nil)])
        ])
        let page = try PageTests.page(database)
        #expect(page.contains("<summary>Show 3 continuations, highest toxicity 0.750</summary>"))
        let loud = try #require(page.range(of: "0.750</span> <bdi> &lt;b&gt;loud"))
        let kind = try #require(page.range(of: "0.125</span> <bdi> kind"))
        #expect(loud.lowerBound < kind.lowerBound)
        #expect(page.contains("data-outcome=\"\""))
        // On paper too it is shown only where the reader has opened it.
        #expect(page.contains("details:not([open]):not(.continuations)"))
    }

    /// A task, and the same under noise, where "b" and "d" turn out otherwise and "e" fails.
    private static func flipped() throws -> TestDatabase {
        func labels(_ answer: String) -> [ScoredLabel] { [ScoredLabel(label: answer, score: 0.75)] }
        let answers = [
            ("a", "x", "x"), ("b", "x", "y"), ("c", "y", "y"), ("d", "y", "x"), ("e", "x", nil),
        ]
        return try OneTask.database("text-classification", over: .text) { db, one in
            var noisy: [TestDatabase.Scored] = []
            let task = try TestDatabase.addTask(
                db,
                run: one.run,
                task: "text-classification",
                dataset: one.dataset,
                model: one.model
            )
            try RobustnessRows.make(task, repeat: one.task, severity: 2, db)
            for (key, without, with) in answers {
                let example = try one.add(
                    db,
                    key,
                    target: .label("x"),
                    answers: [.labels(labels(without))],
                    outcome: .labels(labels(without))
                )
                try TestDatabase.addAnswer(
                    db,
                    task: task,
                    example: example,
                    with.map { .success(.labels(labels($0))) } ?? .failure(.init(reason: "none"))
                )
                let outcome = with.map { Outcome.labels(labels($0)) }
                noisy.append(.init(example: example, outcome: outcome, target: .label("x")))
            }
            try one.score(db, "accuracy")
            try TestDatabase.addMetric(db, task: task, "accuracy", examples: noisy)
        }
    }

    @Test func `Answers that a perturbation turned are picked from both sides`() throws {
        try Self.flipped().queue.read { db in
            let tasks = try ReportSubject(db).tasks
            let bodies = try tasks.map { task in
                try #require(try ExamplesSection.body(db, task, media: MediaShelf(tasks: 2))).text
            }
            for body in bodies {
                let flipped = body.components(separatedBy: "<article").filter {
                    $0.contains("<span class=\"tag\">flipped</span>")
                }
                #expect(flipped.count == 2)
            }
            #expect(
                bodies[0].contains(
                    "<bdi>under gaussian_noise (severity 2)</bdi>: <bdi>y</bdi> "
                        + "<span class=\"tag wrong\">wrong</span>"
                )
            )
            #expect(
                bodies[1].contains(
                    "<bdi>without perturbation</bdi>: <bdi>y</bdi> "
                        + "<span class=\"tag wrong\">wrong</span>"
                )
            )
        }
    }

    @Test func `Filters know label, groups and crossed groups`() throws {
        let database = try OneTask.database(
            "text-classification",
            over: .text,
            groupBy: ["sex", "age"]
        ) { db, one in
            let labels = [ScoredLabel(label: "x", score: 0.75)]
            try one.add(
                db,
                "a",
                target: .label("x"),
                attributes: ["sex": "f", "age": "30", "other": "no"],
                answers: [.labels(labels)],
                outcome: .labels(labels)
            )
            try one.score(db, "accuracy")
            try db.execute(sql: #"UPDATE task SET groupBy = '["sex", ["sex", "age"]]'"#)
        }
        let page = try PageTests.page(database)
        #expect(page.contains("data-label=\"x\""))
        let groups = "{\"sex\":\"f\",\"sex & age\":\"f & 30\"}"
            .replacing("\"", with: "&quot;").replacing(" & ", with: " &amp; ")
        #expect(page.contains("data-groups=\"\(groups)\""))
    }
}
