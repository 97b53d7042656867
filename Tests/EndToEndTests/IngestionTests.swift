import Domain
import Foundation
import GRDB
import TestSupport
import Testing

@Suite(
    "The built program ingests corpora",
    .serialized,
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct IngestionTests {
    @Test(arguments: BadInput.all)
    func aBadPartIsNamedAndTheRestIsIngested(_ input: BadInput) throws {
        let corpus = try Corpus()
        try input.make(in: corpus.folder)
        let result = try corpus.ingest(input.format, input.source, "--json")
        #expect(result.status == 1, "\(result.output) \(result.errors)")
        let place = input.line.map { "\(input.file), line \($0): " } ?? "\(input.file): "
        #expect(result.errors.contains("refused: " + place), "\(result.errors)")
        let summary = try JSONValue(parsing: result.output)
        #expect(summary["found"]?.integer == input.ingested + 1)
        #expect(summary["ingested"]?.integer == input.ingested)
        #expect(summary["refused"]?.integer == 1)

        let shown = try JSONValue(parsing: corpus.run("datasets", "corpus", "--json").output)
        #expect(shown["examples"]?.integer == input.ingested)
        let row = try #require(shown["refused"]?.array?.first)
        #expect(row["file"]?.string == input.file)
        #expect(row["line"] == input.line.map(JSONValue.integer) ?? .null)
        #expect(row["reason"]?.string?.contains(input.reason) == true, "\(row.text)")

        let again = try corpus.ingest(input.format, input.source)
        #expect(again.status == 1)
        #expect(
            again.output.contains("0 ingested, \(input.ingested) there already, 1 refused"),
            "\(again.output)"
        )
    }

    @Test func whatWasMendedIsNoLongerAnError() throws {
        let corpus = try Corpus()
        try corpus.write("rows.csv", "id,text\n1,one\n2,\"two\n")
        #expect(try corpus.ingest("csv", "rows.csv").status == 1)
        try corpus.write("rows.csv", "id,text\n1,one\n2,\"two\"\n")
        let mended = try corpus.ingest("csv", "rows.csv", "--license", "CC0-1.0")
        #expect(mended.status == 0, "\(mended.errors)")
        #expect(mended.output.contains("1 ingested, 1 there already, 0 refused"))
        let shown = try JSONValue(parsing: corpus.run("datasets", "corpus", "--json").output)
        #expect(shown["refused"]?.array?.isEmpty == true)
        #expect(shown["license"]?.string == "CC0-1.0")

        try corpus.write("rows.csv", "id,text\n1,uno\n2,\"two\"\n")
        let changed = try corpus.ingest("csv", "rows.csv")
        #expect(changed.output.contains("1 changed in the source\n  changed: 1"))
        #expect(try corpus.ingest("csv", "rows.csv", "--replace").status == 0)
        let replaced = try corpus.ingest("csv", "rows.csv")
        #expect(replaced.output.contains("2 there already, 0 refused\n"), "\(replaced.output)")
        let fresh = try corpus.ingest("csv", "rows.csv", database: "fresh.sqlite")
        #expect(fresh.status == 0)
        #expect(try corpus.contents("a.sqlite") == corpus.contents("fresh.sqlite"))
    }

    /// Batches hold 20,000 rows, so that a kill comes between some of them and within others.
    @Test(arguments: ["caption-tsv", "jsonl"])
    func killedAndResumedItEndsAsIfItHadNotBeen(_ format: String) throws {
        let corpus = try Corpus()
        let source = try corpus.writeManyRows(format, count: 60_000)
        let begun = ContinuousClock.now
        let whole = try corpus.ingest(format, source, database: "whole.sqlite")
        let duration = (ContinuousClock.now - begun) / .seconds(1)
        #expect(whole.status == 1, "\(whole.errors)")
        let expected = try corpus.contents("whole.sqlite")
        #expect(expected.count > 59_000)

        var random = SeededRandom(seed: 20_261)
        var cutOff = 0
        for round in 0..<2 {
            let database = "killed\(round).sqlite"
            for _ in 0..<2 {
                let running = try corpus.start(format, source, database: database)
                let share = Double(random.next() >> 11) / Double(1 << 53)
                Thread.sleep(forTimeInterval: duration * (0.2 + 0.7 * share))
                running.send(SIGKILL)
                _ = running.finish()
                let count = try corpus.count(database)
                if count > 0, count < 59_000 { cutOff += 1 }
            }
            let result = try corpus.ingest(format, source, database: database)
            #expect(result.status == 1, "\(result.errors)")
            #expect(try corpus.contents(database) == expected)
        }
        #expect(cutOff > 0, "no kill came between the first and the last batch")
    }

    @Test func filesThatMovedAreFoundAtTheirNewPlace() throws {
        let corpus = try Corpus()
        let files = FileManager.default
        let good = RepositoryPaths.fixtures + "/ingestion/librispeech/good/Libri"
        try files.copyItem(atPath: good, toPath: corpus.folder + "/old")
        #expect(try corpus.ingest("librispeech", "old", "--reference").status == 0)
        try files.moveItem(atPath: corpus.folder + "/old", toPath: corpus.folder + "/new")
        let moved = try corpus.ingest("librispeech", "new", "--reference")
        #expect(moved.output.contains("0 ingested, 3 there already, 0 refused"))
        let paths = try corpus.read("a.sqlite") {
            try String.fetchAll($0, sql: "SELECT path FROM media")
        }
        #expect(paths.count == 3 && paths.allSatisfy { $0.contains("/new/") })
        // Embedding later brings in the bytes.
        #expect(try corpus.ingest("librispeech", "new", "--embed").status == 0)
        let sizes = try corpus.read("a.sqlite") {
            try Int.fetchAll($0, sql: "SELECT length(bytes) FROM media")
        }
        #expect(sizes.count == 3 && sizes.allSatisfy { $0 > 100 })
    }

    @Test(arguments: [
        ("librispeech", "no folder with a transcript"),
        ("wikitablequestions", "no question files (data/*.tsv)"),
        ("tabfact", "a folder all_csv is expected"),
        ("coco-captions", "no captions_*.json"),
        ("idx", "no *-images-idx3-ubyte file"),
        ("cifar", "no data_batch_*.bin"),
        ("webdataset", "no tar shards"),
        ("flickr-tokens", "no *.token"),
        ("imagefolder", "no image files in class folders"),
        ("audiofolder", "no audio files in class folders"),
        ("csv-table", "no .csv, .tsv or .tab files"),
        ("auto", "looks like no known format"),
        ("imagefoldr", "Did you mean 'imagefolder'?"),
    ])
    func theWrongFolderIsRefusedInASentence(_ format: String, _ sentence: String) throws {
        let corpus = try Corpus()
        try FileManager.default.createDirectory(
            atPath: corpus.folder + "/empty",
            withIntermediateDirectories: true
        )
        let result = try corpus.ingest(format, "empty")
        #expect(result.status != 0)
        #expect(result.errors.contains(sentence), "\(result.errors)")
        // A mistake leaves no empty dataset behind.
        #expect(try corpus.run("datasets", "--json").output.trimmed == "[]")
    }

    @Test func helpListsEveryFormatWithItsOptions() throws {
        let corpus = try Corpus()
        let help = try corpus.run("ingest", "--help").output
        for words in ["librispeech", "wikitablequestions", "-o images=", "-o label=", "-o files="] {
            #expect(help.contains(words), "\(words)")
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
