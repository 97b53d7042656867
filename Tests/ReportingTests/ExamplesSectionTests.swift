import Digests
import Domain
import Foundation
import GRDB
import Media
import Testing

@testable import Reporting

struct ExamplesSectionTests {
    @Test func `What the normaliser makes equal is not marked as a mistake`() throws {
        let database = try TestDatabase()
        try database.queue.write { db in
            let run = try TestDatabase.addRun(db)
            let dataset = try TestDatabase.addDataset(db, "speech", kind: .speech, examples: 1)
            let model = try TestDatabase.addModel(db, "hearer", backend: "command")
            let task = try TestDatabase.addTask(
                db,
                run: run,
                task: "automatic-speech-recognition",
                dataset: dataset,
                model: model
            )
            let target = Target.text("THE OLD GATE")
            let example = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "a",
                text: "a note beside the recording",
                target: target
            )
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(.text("the gate"))
            )
            try TestDatabase.addMetric(
                db,
                task: task,
                "word_error_rate",
                options: ["normalizer": .string("basic")],
                examples: [
                    .init(example: example, outcome: .text("the gate"), target: target)
                ]
            )
        }
        let page = try PageTests.page(database)
        #expect(page.contains("<bdi>the <del>old</del> gate </bdi>"))
    }

    @Test func `A search shows the picture that it ranked first instead`() throws {
        let database = try TestDatabase()
        try database.queue.write { db in
            let run = try TestDatabase.addRun(db)
            let dataset = try TestDatabase.addDataset(db, "scenes", kind: .caption, examples: 2)
            let model = try TestDatabase.addModel(db, "seer", backend: "native")
            let task = try TestDatabase.addTask(
                db,
                run: run,
                task: "image-text-retrieval",
                dataset: dataset,
                model: model
            )
            // The first caption lies nearer to the second picture; the second finds its own.
            let vectors: [(caption: [Float], picture: [Float])] = [
                ([0.6, 0.8], [1, 0]), ([0, 2], [0, 3]),
            ]
            var scored: [TestDatabase.Scored] = []
            for (index, vector) in vectors.enumerated() {
                let pixels = [UInt8](repeating: UInt8(index * 200), count: 12)
                let picture = PixelImage(width: 2, height: 2, pixels: pixels)
                let medium = try TestDatabase.addMedium(
                    db,
                    kind: .image,
                    mediaType: "image/png",
                    bytes: try picture.encodedPNG()
                )
                let example = try TestDatabase.addExample(
                    db,
                    dataset: dataset,
                    key: "scene-\(index)",
                    text: "Caption number \(index)",
                    medium: medium
                )
                for (request, values) in [vector.caption, vector.picture].enumerated() {
                    try TestDatabase.addAnswer(
                        db,
                        task: task,
                        example: example,
                        .success(.embedding(values)),
                        request: request
                    )
                }
                let ranks = RetrievalRanks(imageOfText: index == 0 ? 2 : 1, textOfImage: 1)
                scored.append(.init(example: example, outcome: .ranks(ranks), target: nil))
            }
            try TestDatabase.addMetric(db, task: task, "recall_at_k", examples: scored)
        }
        let page = try PageTests.page(database)
        let found = page.split(separator: "<figure class=\"found\">")
        #expect(found.count == 2)
        #expect(found.last?.prefix(300).contains("<strong>0.800</strong>") == true)
        #expect(found.last?.prefix(300).contains("its own picture 0.600") == true)
        #expect(found.last?.contains("<bdi>Caption number 1</bdi></span></figure>") == true)
    }

    @Test func `What a model wrote on stands behind a button with its scores`() throws {
        let database = try TestDatabase()
        let digits = String(repeating: "ab", count: 32)
        try database.queue.write { db in
            let run = try TestDatabase.addRun(db)
            let dataset = try TestDatabase.addDataset(db, "prompts", kind: .text, examples: 1)
            let model = try TestDatabase.addModel(db, "writer", backend: "native")
            let task = try TestDatabase.addTask(
                db,
                run: run,
                task: "text-generation",
                dataset: dataset,
                model: model
            )
            let example = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "a",
                text: "They were"
            )
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(.generations([" kind", " <b>loud</b>", " never scored"]))
            )
            let scorer = try TestDatabase.insert(
                db,
                "textScorer",
                [
                    "digest": digits, "name": "judge", "kind": "text-classification",
                    "version": "1", "identity": "{}", "createdAt": "2026-01-01T00:00:00.000Z",
                ]
            )
            for (text, score) in [(" kind", 0.125), (" <b>loud</b>", 0.75)] {
                let digest = SHA256Digest(of: text).short.withBytes { Data($0) }
                try TestDatabase.insert(
                    db,
                    "textScore",
                    [
                        "textScorerID": scorer, "textDigest": digest,
                        "scores": "{\"toxicity\":\(score)}",
                    ]
                )
            }
            let reference = "text-classification:judge@\(digits.prefix(12))"
            try TestDatabase.addMetric(
                db,
                task: task,
                "toxicity",
                options: ["scorer": .string(reference), "score": .string("toxicity")],
                examples: [
                    .init(
                        example: example,
                        outcome: .scoredTexts([
                            ScoredText(text: " kind", scores: ["toxicity": 0.125]),
                            ScoredText(text: " <b>loud</b>", scores: ["toxicity": 0.75]),
                        ]),
                        target: nil
                    )
                ]
            )
        }
        let page = try PageTests.page(database)
        #expect(page.contains("<summary>Show 3 continuations, highest toxicity 0.750</summary>"))
        let loud = try #require(page.range(of: "0.750</span> <bdi> &lt;b&gt;loud"))
        let kind = try #require(page.range(of: "0.125</span> <bdi> kind"))
        #expect(loud.lowerBound < kind.lowerBound)
        #expect(page.contains("data-outcome=\"\""))
    }
}
