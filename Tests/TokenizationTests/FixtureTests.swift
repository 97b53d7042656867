import Domain
import Foundation
import TestSupport
import Testing
import Tokenization

/// Every committed tokenizer against what the reference made of the same texts.
struct FixtureTests {
    static let folder = RepositoryPaths.fixtures + "/tokenizers"

    /// Folders that hold a tokenizer.
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/cases.json") }.sorted()

    @Test func thereAreFixturesOfEachAlgorithmAndBothLayouts() throws {
        #expect(Self.names.count >= 15)
        #expect(Self.names.filter { $0.hasSuffix("-legacy") }.count >= 5)
        let algorithms = try Self.names.map {
            try Tokenizer(folder: "\(Self.folder)/\($0)").algorithm
        }
        #expect(Set(algorithms) == ["BPE", "Unigram", "WordLevel", "WordPiece"])
    }

    @Test(arguments: names)
    func encodesAndDecodesAsTheReference(_ name: String) throws {
        let tokenizer = try Tokenizer(folder: "\(Self.folder)/\(name)")
        let recorded = try RecordedCase.read("\(Self.folder)/\(name)/cases.json")
        let cases = RecordedCase.all(recorded["cases"])
        #expect(cases.count >= 30)
        for item in cases {
            let found = try tokenizer.encode(item.text)
            #expect(found.ids == item.ids, "of \(item.text.debugDescription)")
            #expect(found.flatOffsets == item.offsets, "of \(item.text.debugDescription)")
            #expect(found.words == item.words, "of \(item.text.debugDescription)")
            #expect(found.tokens == found.ids.map { tokenizer.token($0) ?? "?" })
            expectSame(
                tokenizer.decode(found.ids, skipsSpecialTokens: false),
                item.value["decoded"]?.string,
                item.text
            )
            expectSame(tokenizer.decode(found.ids), item.value["skipped"]?.string, item.text)
        }
        #expect(tokenizer.count == recorded["count"]?.integer)
        #expect((tokenizer.maximumLength ?? 1_000_000_000) == recorded["maximumLength"]?.integer)
        #expect(tokenizer.padsLeft == recorded["padsLeft"]?.bool)
    }

    @Test(arguments: names)
    func pairsAndTruncatesAsTheReference(_ name: String) throws {
        let tokenizer = try Tokenizer(folder: "\(Self.folder)/\(name)")
        let recorded = try RecordedCase.read("\(Self.folder)/\(name)/cases.json")
        let pairs = RecordedCase.all(recorded["pairs"])
        #expect(pairs.count == 10)
        for item in pairs {
            if item.isRefused {
                #expect(throws: TokenizationError.self) {
                    try tokenizer.encode(item.text, pair: item.pair, truncation: item.truncation)
                }
                continue
            }
            let found = try tokenizer.encode(
                item.text,
                pair: item.pair,
                truncation: item.truncation
            )
            #expect(found.ids == item.ids, "\(item.value.text)")
            #expect(found.typeIDs == item.types, "\(item.value.text)")
        }
    }

    @Test(arguments: names)
    func cutsWindowsAsTheReference(_ name: String) throws {
        let tokenizer = try Tokenizer(folder: "\(Self.folder)/\(name)")
        let recorded = try RecordedCase.read("\(Self.folder)/\(name)/cases.json")
        for item in RecordedCase.all(recorded["windows"]) {
            let truncation = try #require(item.truncation)
            let windows = try tokenizer.windows(
                item.text,
                pair: item.pair,
                truncation: truncation
            )
            let expected = item.value["windows"]?.array?.map { RecordedCase.integers($0) ?? [] }
            #expect(windows.map(\.ids) == expected, "\(item.value.text)")
            let first = try tokenizer.encode(item.text, pair: item.pair, truncation: truncation)
            #expect(windows.first == first)
        }
    }
}
