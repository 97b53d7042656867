import Domain
import Foundation
import TestSupport
import Testing
import Tokenization

/// The recorded texts of the shared oracle, which another script made.
@Suite(.enabled(if: RepositoryPaths.oracle("bert_cls-a") != nil, "the shared oracle is not here"))
struct OracleTests {
    /// A folder, read as it is or without its tokenizer.json.
    struct Source: Sendable, CustomTestStringConvertible {
        let name: String
        let isLegacy: Bool

        var testDescription: String { isLegacy ? name + " without tokenizer.json" : name }
    }

    static let sources = [
        "bert_cls-a", "bert_mlm-a", "clip-a", "distilbert-a", "gpt2-a", "gpt_neo-a", "gptj-a",
        "llama-a", "longformer-a", "roberta-a",
    ].flatMap { name in
        name == "llama-a"
            ? [Source(name: name, isLegacy: false)]
            : [Source(name: name, isLegacy: false), Source(name: name, isLegacy: true)]
    }

    private static func tokenizer(_ source: Source) throws -> (Tokenizer, JSONValue) {
        let folder = try #require(RepositoryPaths.oracle(source.name))
        let recorded = try RecordedCase.read(folder + "/io.json")
        guard source.isLegacy else { return (try Tokenizer(folder: folder), recorded) }
        let copy = NSTemporaryDirectory() + "tokenizer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for file in [
            "vocab.txt", "vocab.json", "merges.txt", "tokenizer_config.json",
            "special_tokens_map.json",
        ] where FileManager.default.fileExists(atPath: folder + "/" + file) {
            try FileManager.default.copyItem(
                atPath: folder + "/" + file,
                toPath: copy + "/" + file
            )
        }
        return (try Tokenizer(folder: copy), recorded)
    }

    @Test(arguments: sources)
    func everyTextAgrees(_ source: Source) throws {
        let (tokenizer, recorded) = try Self.tokenizer(source)
        let cases = RecordedCase.all(recorded["tokenizer"]?["cases"])
        #expect(cases.count >= 6)
        for item in cases {
            let fast = try #require(item.value["fast"])
            let found = try tokenizer.encode(item.text)
            #expect(found.ids == RecordedCase.integers(fast["ids"]), "\(item.text)")
            #expect(found.tokens == fast["tokens"]?.strings, "\(item.text)")
            let offsets = item.value["offsets"]?.array?.flatMap { RecordedCase.integers($0) ?? [] }
            #expect(found.flatOffsets == offsets, "\(item.text)")
            expectSame(
                tokenizer.decode(found.ids, skipsSpecialTokens: false),
                fast["decoded"]?.string,
                item.text
            )
            expectSame(
                tokenizer.decode(found.ids),
                fast["decoded_skip_special"]?.string,
                item.text
            )
            expectSame(
                tokenizer.decode(found.ids, skipsSpecialTokens: false, cleansUp: false),
                fast["decoded_no_cleanup"]?.string,
                item.text
            )
        }
    }

    @Test(arguments: ["bert_cls-a", "roberta-a"])
    func everyPairAgrees(_ name: String) throws {
        let (tokenizer, recorded) = try Self.tokenizer(Source(name: name, isLegacy: false))
        let pairs = recorded["tokenizer_pairs"]?.array ?? []
        #expect(pairs.count == 6)
        for item in pairs where item["batch"] == nil {
            let asked = try #require(item["kwargs"])
            var truncation: Truncation?
            if let kind = asked["truncation"], let length = asked["max_length"]?.integer {
                truncation = Truncation(
                    maximumLength: length,
                    strategy: kind.string.flatMap(Truncation.Strategy.init) ?? .longestFirst
                )
            }
            let text = try #require(item["text"]?.string)
            let encode = {
                try tokenizer.encode(text, pair: item["pair"]?.string, truncation: truncation)
            }
            if item["error"] != nil {
                #expect(throws: TokenizationError.self) { try encode() }
                continue
            }
            let found = try encode()
            // Filling up is the caller's.
            let mask = try #require(RecordedCase.integers(item["attention_mask"]))
            let count = mask.reduce(0, +)
            #expect(
                found.ids
                    == RecordedCase.integers(item["input_ids"]).map { Array($0.prefix(count)) }
            )
            if let types = RecordedCase.integers(item["token_type_ids"]) {
                #expect(found.typeIDs == Array(types.prefix(count)))
            }
        }
    }
}
