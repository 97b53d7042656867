import Foundation
import TestSupport
import Testing
import Tokenization

/// Files that are broken or beyond what Assay does are refused by a sentence.
struct RefusalTests {
    private static func sentence(_ json: String) -> String {
        do {
            _ = try Tokenizer(json: Array(json.utf8))
            return "read"
        } catch {
            return "\(error)"
        }
    }

    private static let model = #""model": {"type": "WordLevel", "vocab": {"a": 0, "[UNK]": 1}}"#

    @Test func readsTheSmallestFile() throws {
        #expect(Self.sentence("{\(Self.model)}") == "read")
    }

    @Test(arguments: [
        (
            #"{"model": {"type": "Charts", "vocab": {}}}"#,
            "tokenizer.json: 'model.type' is an unknown tokenizer model 'Charts'. "
                + "Known: BPE, Unigram, WordLevel, WordPiece."
        ),
        (
            #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1}}"#,
            "tokenizer.json: 'model.dropout' should be null or 0, found 0.1"
        ),
        (
            #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}"#,
            "tokenizer.json: 'model.merges' joins 'a' and 'b', but 'b' is not in the vocabulary; "
                + "copy the tokenizer's files again from one source"
        ),
        (
            #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b c"]}}"#,
            "tokenizer.json: 'model.merges[0]' should be two tokens, found \"a b c\""
        ),
        (
            #"{"model": {"type": "WordLevel", "vocab": {"a": -1}}}"#,
            "tokenizer.json: 'model.vocab.a' should be an id, a whole number, found -1"
        ),
        (
            #"{"model": {"type": "Unigram", "vocab": [["a", 0]], "unk_id": 1}}"#,
            "tokenizer.json: 'model.unk_id' should be a whole number from 0 to 0, found 1"
        ),
        ("{}", "tokenizer.json: 'model' should be an object, found nothing"),
    ])
    func refusesModels(_ json: String, _ expected: String) {
        #expect(Self.sentence(json) == expected)
    }

    @Test(arguments: [
        ("normalizer", #"{"type": "Nmt"}"#, "'normalizer.type' is an unknown tokenizer normalizer"),
        (
            "normalizer", #"{"type": "Sequence", "normalizers": [{"type": "NFC"}, 3]}"#,
            "'normalizer.normalizers[1]' should be an object, found 3"
        ),
        (
            "normalizer", #"{"type": "Replace", "pattern": {"Regex": "(?<=a)b"}, "content": ""}"#,
            "'normalizer.pattern.Regex' should be a regular expression that Assay reads "
                + "(a kind of group that Assay does not read at character 1), found '(?<=a)b'"
        ),
        (
            "normalizer", #"{"type": "Precompiled", "precompiled_charsmap": "AAAA"}"#,
            "'normalizer.precompiled_charsmap' should be a trie and its texts"
        ),
        (
            "pre_tokenizer", #"{"type": "UnicodeScripts"}"#,
            "'pre_tokenizer.type' is an unknown tokenizer pre-tokenizer 'UnicodeScripts'"
        ),
        (
            "pre_tokenizer",
            #"{"type": "Split", "pattern": {"String": "a"}, "behavior": "Halved"}"#,
            "'pre_tokenizer.behavior' should be one of Removed, Isolated"
        ),
        (
            "post_processor", #"{"type": "BertProcessing", "sep": ["a", "b"], "cls": ["a", 0]}"#,
            "'post_processor.sep' should be a token and its id, found an array"
        ),
        (
            "post_processor",
            #"{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A"}}, {"Sequence": {"id": "A"}}], "pair": []}"#,
            "'post_processor.single[1].Sequence.id' should be each text once, found \"A\""
        ),
        (
            "decoder", #"{"type": "Rot13"}"#,
            "'decoder.type' is an unknown tokenizer decoder 'Rot13'"
        ),
    ])
    func refusesStages(_ key: String, _ stage: String, _ part: String) {
        let sentence = Self.sentence("{\(Self.model), \"\(key)\": \(stage)}")
        #expect(sentence.contains(part), "\(sentence)")
    }

    @Test func saysWhatAFolderLacks() throws {
        let folder = NSTemporaryDirectory() + "tokenizer-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func sentence() -> String {
            do {
                _ = try Tokenizer(folder: folder)
                return "read"
            } catch {
                return "\(error)".replacingOccurrences(of: folder, with: "DIR")
            }
        }
        #expect(
            sentence() == "no tokenizer.json, vocab.txt, or vocab.json with merges.txt in DIR; "
                + "copy the tokenizer's files beside the weights"
        )
        try Data().write(to: URL(filePath: folder + "/tokenizer.model"))
        #expect(sentence().contains("load tokenizer.model in transformers and save the fast"))
        try Data("a\nb\n".utf8).write(to: URL(filePath: folder + "/vocab.txt"))
        #expect(sentence().contains("'cls_token'"))
        try Data("[1]".utf8).write(to: URL(filePath: folder + "/tokenizer_config.json"))
        #expect(sentence() == "DIR/tokenizer_config.json: '' should be an object, found an array")
    }

    /// A word that is not in the vocabulary and has nothing to stand for it is an error, not a gap.
    @Test func aWordWithoutATokenIsAnError() throws {
        let json = #"{"model": {"type": "WordLevel", "vocab": {"a": 0}}}"#
        let tokenizer = try Tokenizer(json: Array(json.utf8))
        #expect(try tokenizer.encode("a").ids == [0])
        #expect(throws: TokenizationError.noUnknownToken(word: "b")) { try tokenizer.encode("b") }
    }

    /// Two tokens that Unicode holds to be the same are two tokens.
    @Test func keepsCanonicallyEqualTokensApart() throws {
        let json =
            "{\"model\": {\"type\": \"WordLevel\", \"vocab\": {\"\u{E9}\": 0, \"e\u{301}\": 1}}}"
        let tokenizer = try Tokenizer(json: Array(json.utf8))
        #expect(tokenizer.count == 2)
        #expect(try tokenizer.encode("\u{E9}").ids == [0])
        #expect(try tokenizer.encode("e\u{301}").ids == [1])
    }
}
