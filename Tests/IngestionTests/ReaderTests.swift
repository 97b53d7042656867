import Domain
import Foundation
import Ingestion
import Media
import Testing

/// What formats share: quoting, line numbers, streaming and memory.
struct ReaderTests {
    private func csv(_ text: String, _ values: [String: String] = [:]) throws -> Reading {
        let folder = try TemporaryFolder()
        let path = try folder.write("rows.csv", text)
        return try Reading(CSVText.self, path, IngestionOptions(values: values))
    }

    @Test(arguments: [
        ("text\na\nb\n", ["a", "b"]),
        ("text\r\na\r\nb", ["a", "b"]),
        ("\u{FEFF}text\na", ["a"]),
        ("text,x\n\"a,\"\"b\"\"\",1\n", ["a,\"b\""]),
        ("text,x\n\"a\r\nb\",1\r\n", ["a\r\nb"]),
        ("text,x\na \"quoted\" word,1\n", ["a \"quoted\" word"]),
        ("\"text\",\"x\"\n\n\n\"a\",\"\"\n", ["a"]),
        ("text,x\nπ🙂,1\n", ["π🙂"]),
    ])
    func quoting(_ text: String, _ expected: [String]) throws {
        let reading = try csv(text)
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.map(\.text) == expected)
    }

    @Test func unclosedQuoteNamesTheLineWhereItOpened() throws {
        let reading = try csv("id,text\n1,\"two\nlines\"\n2,\"open\n3,fine\n")
        #expect(reading.errors.map(\.line) == [4])
        #expect(reading.errors[0].reason.contains("never closed"))
        #expect(reading.examples.map(\.key) == ["1", "3"])
    }

    @Test func recordsLongerThanTheBufferAreWhole() throws {
        let long = String(repeating: "word, \"\"x\"\"\n", count: 60_000)
        let text = "id,text\n" + (0..<5).map { "\($0),\"\(long)\"\n" }.joined()
        let reading = try csv(text)
        #expect(reading.errors.isEmpty)
        #expect(reading.examples.count == 5)
        #expect(reading.examples.allSatisfy { $0.text?.utf8.count == 60_000 * 10 })
    }

    @Test func delimiterAndQuotesAreOptions() throws {
        let reading = try csv("id;text\n1;\"open\n", ["delimiter": ";", "quotes": "no"])
        #expect(reading.examples.map(\.text) == ["\"open"])
        #expect(throws: IngestionError.self) { try csv("text\na\n", ["delimiter": "ab"]) }
    }

    @Test func columnsAreChosenByOptions() throws {
        let text = "a,b,c,d\nshown,wanted,group,other\n"
        let options = ["text": "a", "target": "b", "key": "d", "attributes": "c"]
        let example = try #require(try csv(text, options).examples.first)
        #expect(
            example
                == Example(
                    key: "other",
                    text: "shown",
                    target: .text("wanted"),
                    attributes: ["c": "group"]
                )
        )
        let missing = try csv(text, ["text": "a", "label": "nope"])
        #expect(missing.errors.first?.reason.contains("nope") == true)
        #expect(throws: IngestionError.self) { try csv("text,text\na,b\n") }
    }

    @Test func emptyFilesAreErrors() throws {
        #expect(throws: IngestionError.self) { try csv("") }
        #expect(try csv("text\n").examples.isEmpty)
    }

    @Test func manyCaptionsOfFewPicturesStayFlatInMemory() throws {
        let folder = try TemporaryFolder()
        let writer = try PNGWriter(width: 8, height: 8, channels: 1)
        for index in 0..<10 {
            try folder.write(
                "\(index).png",
                try writer.file([UInt8](repeating: UInt8(index), count: 64))
            )
        }
        let rows = (0..<50_000).map { "\($0 % 10).png\tcaption number \($0)\n" }.joined()
        let path = try folder.write("captions.tsv", rows)
        let before = Self.peakKilobytes()
        var count = 0
        let options = IngestionOptions(media: .reference)
        try CaptionTSV.read(SourceLocation(path: path), options: options) { result in
            _ = try result.get()
            count += 1
        }
        #expect(count == 50_000)
        #expect(Self.peakKilobytes() - before < 40_000)
    }

    private static func peakKilobytes() -> Int {
        let status = Fixtures.text("/proc/self/status") ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
