import Domain
import Testing
import Tokenization

/// What a speech model's outputs stand for, by the files that say so.
struct CTCVocabularyTests {
    static let plain = #"{"<pad>":0,"<s>":1,"</s>":2,"<unk>":3,"|":4,"A":5,"B":6,"'":7}"#

    static func read(
        _ vocabulary: String = plain,
        configuration: String = "null",
        special: String = "null",
        added: String = "null",
        count: Int = 8
    ) throws -> CTCVocabulary {
        try CTCVocabulary(
            vocabulary: JSONValue(parsing: vocabulary),
            configuration: JSONValue(parsing: configuration),
            special: JSONValue(parsing: special),
            added: JSONValue(parsing: added),
            count: count,
            folder: "m"
        )
    }

    @Test func tokensHaveTheirRoles() throws {
        let vocabulary = try Self.read()
        #expect(vocabulary.tokens.count == 8 && vocabulary.tokens[5] == "A")
        #expect(vocabulary.blank == 0 && vocabulary.wordDelimiter == 4 && vocabulary.unknown == 3)
    }

    @Test func pathsBecomeText() throws {
        let vocabulary = try Self.read()
        #expect(vocabulary.text(path: []) == "")
        #expect(vocabulary.text(path: [0, 0]) == "")
        #expect(vocabulary.text(path: [4, 5, 5, 0, 5, 4, 4, 6, 0, 4]) == "AA B")
        #expect(vocabulary.text(labels: [5, 5, 4, 6]) == "AA B")
        #expect(vocabulary.text(path: [3, 1, 7]) == "<unk><s>'")
    }

    @Test func spansHaveTheirFrames() throws {
        let vocabulary = try Self.read()
        let characters = vocabulary.characters(path: [0, 5, 5, 0, 5, 4, 6, 6, 6, 0])
        #expect(characters.map(\.text) == ["A", "A", " ", "B"])
        #expect(characters.map(\.frames) == [1..<3, 4..<5, 5..<6, 6..<9])
        let words = vocabulary.words(characters)
        #expect(
            words == [.init(text: "AA", frames: 1..<5), .init(text: "B", frames: 6..<9)]
        )
        #expect(vocabulary.words([]).isEmpty)
    }

    @Test func outputsWithoutAWordAreUnknownAndJoined() throws {
        let vocabulary = try Self.read(count: 11)
        #expect(vocabulary.tokens[8...].allSatisfy { $0 == "<unk>" })
        #expect(vocabulary.text(path: [8, 3, 9, 0, 10]) == "<unk><unk>")
    }

    @Test func configurationChangesTokensAndText() throws {
        let vocabulary = try Self.read(
            configuration: #"""
                {"pad_token": {"content": "A"}, "word_delimiter_token": "B",
                "replace_word_delimiter_char": "_", "do_lower_case": true,
                "added_tokens_decoder": {"8": {"content": "<X>"}}}
                """#,
            special: #"{"pad_token": "<pad>"}"#,
            added: #"{"<Y>": 9}"#,
            count: 10
        )
        #expect(vocabulary.blank == 5 && vocabulary.wordDelimiter == 6)
        #expect(vocabulary.text(path: [7, 5, 6, 7, 8, 9]) == "'_'<x><y>")
        #expect(vocabulary.characters(path: [8]).map(\.text) == ["<X>"])
        let special = try Self.read(special: #"{"pad_token": "|"}"#)
        #expect(special.blank == 4)
        let clean = try Self.read(
            #"{"<pad>":0,"|":1,".":2,"a":3,"'":4,"s":5}"#,
            configuration:
                #"{"clean_up_tokenization_spaces":true,"bos_token":null,"eos_token":null,"unk_token":null}"#,
            count: 6
        )
        #expect(clean.text(labels: [3, 1, 4, 5, 1, 2]) == "a's.")
    }

    @Test func missingSpecialTokensComeLast() throws {
        let vocabulary = try Self.read(#"{"A":0,"B":1}"#, count: 6)
        #expect(vocabulary.tokens == ["A", "B", "<s>", "</s>", "<unk>", "<pad>"])
        #expect(vocabulary.blank == 5 && vocabulary.wordDelimiter == nil)
    }

    @Test func aLanguageIsChosen() throws {
        let both = #"{"eng":{"<pad>":0,"A":1},"fra":{"<pad>":0,"B":1}}"#
        let french = try Self.read(both, configuration: #"{"target_lang": "fra"}"#, count: 2)
        #expect(french.tokens == ["<pad>", "B"])
    }

    @Test func textsHaveLabels() throws {
        let vocabulary = try Self.read()
        #expect(vocabulary.labels(of: "AB A?") == [5, 6, 4, 5, 3])
    }

    static let senseless: [(String, String, Int, String)] = [
        ("[]", "null", 8, "object of tokens"), (#"{"A":"x"}"#, "null", 8, "'A'"),
        (#"{"A":0,"B":0}"#, "null", 8, "same id 0"), (#"{"A":-1}"#, "null", 8, "'A'"),
        (plain, #"{"tokenizer_class":"Wav2Vec2PhonemeCTCTokenizer"}"#, 8, "tokenizer_class"),
        (plain, #"{"pad_token":null}"#, 8, "blank"), (plain, #"{"pad_token":7}"#, 8, "pad_token"),
        (plain, #"{"do_lower_case":3}"#, 8, "do_lower_case"),
        (plain, #"{"target_lang":"eng"}"#, 8, "target_lang"),
        (#"{"A":0}"#, "null", 2, "which is the blank"), (plain, "null", 0, "outputs"),
        (#"{"eng":{"A":1}}"#, "null", 8, "target_lang"),
        (plain, #"{"added_tokens_decoder":{"x":{"content":"y"}}}"#, 8, "added_tokens_decoder"),
    ]

    @Test(arguments: senseless)
    func refusesWhatMakesNoSense(
        _ vocabulary: String,
        _ configuration: String,
        _ count: Int,
        _ words: String
    ) {
        let error = #expect(throws: CTCVocabularyError.self) {
            try Self.read(vocabulary, configuration: configuration, count: count)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(words))
    }
}
