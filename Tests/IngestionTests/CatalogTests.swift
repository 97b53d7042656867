import Domain
import Glibc
import Ingestion
import Media
import Testing

/// Every format of the catalog over its own small samples: one good, one with all that can be wrong.
struct CatalogTests {
    private func sample(_ name: String, _ part: String) throws -> String {
        let folder = Fixtures.ingestion + "/" + name
        let text = try #require(Fixtures.text(folder + "/sample.json"), "no sample of \(name)")
        return folder + "/" + (try #require(try JSONValue(parsing: text)[part]?.string))
    }

    /// Compares with the committed expectation; RECORD_SNAPSHOTS writes it anew and fails.
    private func compare(_ lines: [String], with path: String) throws {
        let text = lines.map { $0 + "\n" }.joined()
        if getenv("RECORD_SNAPSHOTS") != nil {
            let file = try #require(fopen(path, "wb"))
            fputs(text, file)
            fclose(file)
            Issue.record("recorded \(path)")
        }
        #expect(Fixtures.text(path) == text)
    }

    @Test(arguments: formatCatalog.names)
    func goodSampleIsReadCompletely(_ name: String) throws {
        let reading = try Reading(try formatCatalog(name), sample(name, "good"))
        #expect(reading.errors.isEmpty)
        #expect(!reading.examples.isEmpty)
        try compare(reading.lines, with: "\(Fixtures.ingestion)/\(name)/good.expected")
    }

    @Test(arguments: formatCatalog.names)
    func brokenSampleNamesFileAndReason(_ name: String) throws {
        let reading = try Reading(try formatCatalog(name), sample(name, "broken"))
        #expect(!reading.errors.isEmpty)
        #expect(reading.errors.allSatisfy { !$0.file.isEmpty && !$0.reason.isEmpty })
        try compare(reading.lines, with: "\(Fixtures.ingestion)/\(name)/broken.expected")
    }

    @Test(arguments: formatCatalog.names)
    func keysAreUniqueWithinASplit(_ name: String) throws {
        let examples = try Reading(try formatCatalog(name), sample(name, "good")).examples
        #expect(Set(examples.map { $0.split + "\0" + $0.key }).count == examples.count)
    }

    @Test(arguments: formatCatalog.names)
    func referencingGivesTheSameExamplesWithoutBytes(_ name: String) throws {
        let format = try formatCatalog(name)
        let path = try sample(name, "good")
        let embedded = try Reading(format, path)
        let referenced = try Reading(format, path, IngestionOptions(media: .reference))
        #expect(embedded.examples.map(\.contentDigest) == referenced.examples.map(\.contentDigest))
        guard format.canReference(SourceLocation(path: path)) else { return }
        for medium in referenced.examples.compactMap(\.medium) {
            guard case .file(let file) = medium.content else {
                Issue.record("\(medium.mediaType) is not referenced")
                continue
            }
            #expect(file.hasPrefix("/"))
            #expect(try FileBytes.read(file).count == medium.sizeBytes)
        }
    }

    @Test(arguments: formatCatalog.names)
    func splitOptionOverrides(_ name: String) throws {
        let options = IngestionOptions(split: "mine")
        let reading = try Reading(try formatCatalog(name), sample(name, "good"), options)
        #expect(reading.examples.allSatisfy { $0.split == "mine" })
    }

    @Test(arguments: formatCatalog.names)
    func unknownOptionsAreRefused(_ name: String) throws {
        let path = try sample(name, "good")
        #expect(throws: UnknownNameError.self) {
            try Reading(try formatCatalog(name), path, IngestionOptions(values: ["nonsense": "1"]))
        }
    }

    @Test(arguments: formatCatalog.names)
    func missingSourceIsAnError(_ name: String) throws {
        let format = try formatCatalog(name)
        let missing = try TemporaryFolder().path + "/missing/source"
        let isRecognized = format.recognizes(SourceLocation(path: missing))
        #expect(!isRecognized)
        let reading = try? Reading(format, missing)
        #expect(reading?.examples.isEmpty ?? true)
        #expect(reading.map { !$0.errors.isEmpty || name == "csv-table" } ?? true)
    }

    @Test(arguments: formatCatalog.names.filter { $0 != "csv-table" })
    func formatIsDetected(_ name: String) throws {
        let found = try detectFormat(SourceLocation(path: sample(name, "good")))
        #expect(found.name == name)
    }

    @Test func detectionSaysWhatItKnows() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: FormatDetectionError.self) {
            try detectFormat(SourceLocation(path: folder.path))
        }
        #expect(error?.description.contains("librispeech") == true)
        let missing = folder.path + "/missing"
        #expect(throws: FormatDetectionError.missing(path: missing)) {
            try detectFormat(SourceLocation(path: missing))
        }
    }
}
