import Digests
import Domain
import Foundation
import Ingestion
import Testing

/// Archives, made here with the system's tar and gzip.
struct ArchiveTests {
    private func run(_ arguments: [String], in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test func librispeechArchiveEqualsItsTree() throws {
        let folder = try TemporaryFolder()
        let tree = Fixtures.ingestion + "/librispeech/good"
        try run(["tar", "-czf", folder.path + "/libri.tar.gz", "Libri"], in: tree)
        let source = SourceLocation(path: folder.path + "/libri.tar.gz")
        #expect(try detectFormat(source) is LibriSpeech.Type)
        let archive = try Reading(LibriSpeech.self, source.path)
        let files = try Reading(LibriSpeech.self, tree + "/Libri")
        #expect(archive.errors.isEmpty)
        let sorted = { (reading: Reading) in reading.examples.map(\.contentDigest).sorted() }
        #expect(sorted(archive) == sorted(files))
        #expect(archive.examples.count == 3)
    }

    @Test func oneSubsetFindsTheDocumentsAbove() throws {
        let path = Fixtures.ingestion + "/librispeech/good/Libri/dev-clean"
        let reading = try Reading(LibriSpeech.self, path)
        #expect(reading.examples.map(\.split) == ["dev-clean", "dev-clean", "dev-clean"])
        #expect(reading.examples.compactMap { $0.attributes["sex"] } == ["M", "F", "F"])
    }

    @Test func brokenLibrispeechArchiveReportsEachPart() throws {
        let folder = try TemporaryFolder()
        let tree = Fixtures.ingestion + "/librispeech/broken"
        try run(["tar", "-czf", folder.path + "/libri.tar.gz", "Libri"], in: tree)
        let reading = try Reading(LibriSpeech.self, folder.path + "/libri.tar.gz")
        #expect(
            reading.errors.contains {
                $0.file.hasSuffix("0001.flac") && $0.reason.contains("truncated")
            }
        )
        #expect(reading.errors.contains { $0.reason.contains("not UTF-8") })
        #expect(reading.examples.map(\.key).contains("1272-128104-0000"))
    }

    @Test func truncatedArchiveKeepsWhatWasRead() throws {
        let folder = try TemporaryFolder()
        let tree = Fixtures.ingestion + "/librispeech/good"
        try run(["tar", "-cf", folder.path + "/whole.tar", "--sort=name", "Libri"], in: tree)
        let whole = try #require(FileManager.default.contents(atPath: folder.path + "/whole.tar"))
        // Cut within the last chapter's recordings.
        try folder.write("cut.tar", Array(whole.prefix(5_000)))
        let reading = try Reading(LibriSpeech.self, folder.path + "/cut.tar")
        #expect(!reading.errors.isEmpty)
        #expect(reading.examples.count < 3)
    }

    @Test func cifarArchiveEqualsItsFolder() throws {
        let folder = try TemporaryFolder()
        let tree = Fixtures.ingestion + "/cifar"
        try run(["tar", "-czf", folder.path + "/cifar.tar.gz", "good"], in: tree)
        let archive = try Reading(CIFAR.self, folder.path + "/cifar.tar.gz")
        let files = try Reading(CIFAR.self, tree + "/good")
        #expect(archive.errors.isEmpty)
        #expect(
            Set(archive.examples.map(\.contentDigest)) == Set(files.examples.map(\.contentDigest))
        )
    }

    @Test func gzipBombIsRefused() throws {
        let folder = try TemporaryFolder()
        // 64 MiB of zeros in 64 kB.
        try run(
            ["sh", "-c", "head -c 67108864 /dev/zero | gzip -9 > rows.csv.gz"],
            in: folder.path
        )
        let error = #expect(throws: (any Error).self) {
            let reading = try Reading(CSVText.self, folder.path + "/rows.csv.gz")
            if let first = reading.errors.first { throw first }
        }
        let reason = String(describing: error)
        #expect(reason.contains("bomb") || reason.contains("record of more"))
        let command =
            "mkdir d && head -c 67108864 /dev/zero > d/000.jpg && tar -czf s.tar.gz -C d 000.jpg"
        try run(["sh", "-c", command], in: folder.path)
        let shard = try Reading(WebDataset.self, folder.path + "/s.tar.gz")
        #expect(shard.errors.first?.reason.contains("decompression bomb") == true)
    }

    @Test func gzippedTextIsReadLikePlainText() throws {
        let folder = try TemporaryFolder()
        try folder.write("rows.csv", "id,text\na,one\nb,two\n")
        let plain = try Reading(CSVText.self, folder.path + "/rows.csv")
        try run(["gzip", "rows.csv"], in: folder.path)
        let zipped = try Reading(CSVText.self, folder.path + "/rows.csv.gz")
        #expect(zipped.examples == plain.examples)
        let bytes = try #require(FileManager.default.contents(atPath: folder.path + "/rows.csv.gz"))
        try folder.write("cut.csv.gz", Array(bytes.dropLast(12)))
        let cut = try? Reading(CSVText.self, folder.path + "/cut.csv.gz")
        #expect(cut.map { !$0.errors.isEmpty } ?? true)
    }
}
