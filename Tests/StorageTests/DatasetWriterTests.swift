import Digests
import Domain
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct DatasetWriterTests {
    @Test func whatIsWrittenIsRead() throws {
        let (store, dataset) = try Samples.store(12)
        let expected = Samples.captions(0..<12)
        var found: [Example] = []
        var last: Int64 = 0
        while true {
            let page = try store.examples(datasetID: dataset.id, after: last, limit: 5)
            guard let end = page.last else { break }
            found += page.map(\.example)
            last = end.id
        }
        for (a, b) in zip(found, expected) {
            #expect(a.contentDigest == b.contentDigest)
            #expect(a.target == b.target)
            #expect(a.attributes == b.attributes)
            let medium = try #require(a.medium)
            #expect(.bytes(try store.bytes(of: medium)) == b.medium?.content)
            #expect(medium.details == b.medium?.details)
        }
        #expect(found.count == 12)
        #expect(dataset.exampleCount == 12)
    }

    @Test func ingestingAgainAddsNothing() throws {
        let (store, dataset) = try Samples.store(20)
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        let counts = try writer.save(Samples.captions(0..<25))
        #expect(counts.unchanged == 20)
        #expect(counts.added == 5)
        #expect(counts.changed == 0)
    }

    @Test func theOrderDoesNotChangeTheFingerprint() throws {
        let store = try Store.inMemory()
        let dataset = try store.openDataset(Samples.description)
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        _ = try writer.save(Samples.captions(0..<30).reversed())
        #expect(
            try store.dataset("birds").fingerprint == Samples.store(30).dataset.fingerprint
        )
    }

    @Test(arguments: [false, true])
    func aChangedExampleIsReportedAndReplacedOnlyWhenAsked(_ replaces: Bool) throws {
        let (store, dataset) = try Samples.store(10)
        var changed = Samples.captions(0..<10)
        changed[3].text = "something else"
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: replaces)
        let counts = try writer.save(changed)
        #expect(counts.changed == 1)
        #expect(counts.changedKeys == ["3"])
        let page = try store.examples(datasetID: dataset.id, limit: 10)
        #expect(page[3].example.text == (replaces ? "something else" : "a picture of 3 birds"))
        let fresh = try Store.inMemory()
        var all = try DatasetWriter(
            store: fresh,
            dataset: try fresh.openDataset(Samples.description),
            replacesChanged: false
        )
        _ = try all.save(replaces ? changed : Samples.captions(0..<10))
        #expect(
            try store.dataset("birds").fingerprint == fresh.dataset("birds").fingerprint
        )
        // Full-text search follows.
        let hits = try store.reader.read {
            try Int.fetchOne(
                $0,
                sql: "SELECT count(*) FROM exampleText WHERE exampleText MATCH 'something'"
            )
        }
        #expect(hits == (replaces ? 1 : 0))
    }

    @Test func aKeyThatComesTwiceIsRefused() throws {
        let store = try Store.inMemory()
        let dataset = try store.openDataset(Samples.description)
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        let counts = try writer.save(Samples.captions(0..<3) + Samples.captions(1..<2))
        #expect(counts.added == 3)
        #expect(counts.refused == 1)
        let rows = try store.refusedRows(datasetID: dataset.id, limit: 10)
        #expect(rows.map(\.reason) == ["the key '1' (split test) appears twice"])
    }

    @Test func aKeyThatComesTwiceIsRefusedInEveryIngestion() throws {
        let store = try Store.inMemory()
        let dataset = try store.openDataset(Samples.description)
        var twice = Samples.captions(0..<3) + Samples.captions(1..<2)
        twice[3].text = "another text of the same key"
        for round in 0..<3 {
            var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: true)
            // The second comes in a later batch.
            var counts = try writer.save(Array(twice.prefix(3)))
            counts += try writer.save(Array(twice.suffix(1)))
            #expect(counts.added == (round == 0 ? 3 : 0))
            #expect(counts.unchanged == (round == 0 ? 0 : 3))
            #expect(counts.changed == 0 && counts.refused == 1)
        }
        let rows = try store.refusedRows(datasetID: dataset.id, limit: 10)
        #expect(rows.map(\.file) == ["birds.tsv"])
        #expect(try store.dataset("birds").fingerprint == Samples.store(3).dataset.fingerprint)
    }

    @Test func twoIngestionsAtOnceDoNotTakeEachOthersExamplesForRepeated() throws {
        let store = try Store.inMemory()
        let dataset = try store.openDataset(Samples.description)
        var one = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        var other = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        #expect(try one.save(Samples.captions(0..<10)).added == 10)
        let counts = try other.save(Samples.captions(5..<15))
        #expect(counts.unchanged == 5 && counts.added == 5 && counts.refused == 0)
        #expect(try one.save(Samples.captions(10..<20)).added == 5)
        #expect(try store.dataset("birds").fingerprint == Samples.store(20).dataset.fingerprint)
    }

    @Test func aLicenceThatIsGivenLaterIsTakenOver() throws {
        let (store, dataset) = try Samples.store(2)
        var description = Samples.description
        description.license = nil
        #expect(try store.openDataset(description) == dataset)
        description.license = "CC-BY-4.0"
        description.version = "2"
        let corrected = try store.openDataset(description)
        #expect(corrected.license == "CC-BY-4.0" && corrected.version == "2")
        #expect(corrected.fingerprint == dataset.fingerprint)
    }

    @Test func refusalsOfASourceAreForgottenWhenItIsReadAgain() throws {
        let (store, dataset) = try Samples.store(0)
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        let rows = ["birds.tsv", "more.tsv"].map { RefusedRow(file: $0, line: 1, reason: "no tab") }
        _ = try writer.save([] as [Example], refused: rows)
        try store.forgetRefusals(of: "/data/more.tsv", in: dataset)
        #expect(try store.refusedRows(datasetID: dataset.id, limit: 9).map(\.file) == ["birds.tsv"])
        try store.forgetRefusals(of: dataset.source, in: dataset)
        #expect(try store.refusedRows(datasetID: dataset.id, limit: 9).isEmpty)
    }

    @Test func refusedRowsAreKeptOnce() throws {
        let (store, dataset) = try Samples.store(0)
        var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
        let row = RefusedRow(file: "a.tsv", line: 7, reason: "no tab")
        #expect(try writer.save([] as [Example], refused: [row]).refused == 1)
        #expect(try writer.save([] as [Example], refused: [row]).refused == 1)
        #expect(try store.refusedRows(datasetID: dataset.id, limit: 10) == [row])
    }

    @Test func aReferencedFileIsCheckedWhenItIsRead() throws {
        try Samples.inFolder { folder in
            let file = folder.appendingPathComponent("a.png")
            let bytes = Array("pretend".utf8)
            try Data(bytes).write(to: file)
            let medium = Medium(
                digest: SHA256Digest(of: bytes),
                kind: .image,
                mediaType: "image/png",
                sizeBytes: bytes.count,
                content: .file(file.path)
            )
            let (store, dataset) = try Samples.store(0)
            var writer = try DatasetWriter(store: store, dataset: dataset, replacesChanged: false)
            _ = try writer.save([Example(key: "a", medium: medium)])
            let stored = try #require(
                store.examples(datasetID: dataset.id, limit: 1).first?.example.medium
            )
            #expect(try store.bytes(of: stored) == bytes)
            try Data("changed".utf8).write(to: file)
            #expect(throws: StorageError.self) { try store.bytes(of: stored) }
            try FileManager.default.removeItem(at: file)
            #expect(throws: StorageError.self) { try store.bytes(of: stored) }
        }
    }

    @Test(arguments: [
        "INSERT INTO example (datasetID, split, key, contentDigest) VALUES (1, 'a', 'b', '')",
        "INSERT INTO example (datasetID, split, key, text, contentDigest) VALUES (99, 'a', 'b', 'c', hex(zeroblob(32)))",
        "UPDATE dataset SET kind = 'video'",
        "UPDATE dataset SET exampleCount = -1",
        "UPDATE example SET attributes = 'no json'",
        "UPDATE media SET sizeBytes = 1",
        "INSERT INTO prediction (modelID, decodingID, requestDigest, latencySeconds, batchSize) VALUES (1, 1, zeroblob(16), 0, 1)",
    ])
    func constraintsRefuseBadRows(_ statement: String) throws {
        let (store, _) = try Samples.store(3)
        #expect(throws: (any Error).self) {
            try store.write { try $0.execute(sql: statement) }
        }
    }
}
