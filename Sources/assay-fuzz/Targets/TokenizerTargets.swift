import Foundation
import Tokenization

extension FuzzTarget {
    /// Reads a tokenizer.json and, if it is read, encodes with it.
    static let tokenizer = FuzzTarget(
        name: "tokenizer.json",
        seeds: { TinyTokenizers.files.map { Array($0.utf8) } },
        read: { bytes in
            let tokenizer = try Tokenizer(json: bytes)
            try TinyTokenizers.check(
                tokenizer,
                "Héllo, wörld! it's 12 <s> ab\u{301} 漢字 👍🏽\r\n  end "
            )
        }
    )

    /// Encodes arbitrary text with every kind of tokenizer.
    static let tokenize = FuzzTarget(
        name: "tokenize",
        seeds: {
            [
                "the cat's ab abc  12345 3.14\t\r\n", "naïve Ünïcödé e\u{301}o\u{308}\u{323} ﬁ ½ Å",
                "日本語 漢字 한국어 \u{1100}\u{1161}\u{11A8} ｶﾞ", "👩‍👩‍👧 👍🏽 🇨🇭 \u{200B}\u{FEFF}\u{0}\u{7}",
                "<s>[CLS] <mask>  x</s> שלום مرحبا \u{1F}",
                "aaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb",
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            // Any bytes are a text, with U+FFFD where they are not UTF-8.
            let text = String(decoding: bytes, as: UTF8.self)
            for file in TinyTokenizers.files {
                try TinyTokenizers.check(try Tokenizer(json: Array(file.utf8)), text)
            }
        }
    )
}

/// Tokenizers of a few tokens, one of each algorithm, that together have every stage.
private enum TinyTokenizers {
    static let files = [wordPiece, byteLevel, byteFallback, unigram, words]

    /// Encodes a text and holds the result to what every encoding promises.
    static func check(_ tokenizer: Tokenizer, _ text: String) throws {
        let count = text.unicodeScalars.count
        let encoding = try tokenizer.encode(text)
        let lengths = [
            encoding.tokens.count, encoding.offsets.count, encoding.typeIDs.count,
            encoding.isSpecial.count, encoding.sequences.count, encoding.words.count,
        ]
        guard lengths.allSatisfy({ $0 == encoding.count }) else {
            throw Finding(description: "members of an encoding differ in length")
        }
        for (index, offsets) in encoding.offsets.enumerated() {
            guard offsets.upperBound <= count else {
                throw Finding(description: "token \(index) is from \(offsets) of \(count) scalars")
            }
        }
        _ = tokenizer.decode(encoding.ids)
        _ = tokenizer.decode(encoding.ids, skipsSpecialTokens: false, cleansUp: true)
        _ = tokenizer.decode([-1, 0, 1, .max])
        if let short = try? tokenizer.encode(
            text,
            pair: "ab",
            truncation: Truncation(maximumLength: 6)
        ), short.count > 6 {
            throw Finding(description: "\(short.count) tokens where 6 were asked for")
        }
    }

    private static let wordPiece = #"""
        {"added_tokens": [{"id": 0, "content": "[UNK]", "special": true, "normalized": false},
         {"id": 5, "content": "<s>", "special": true, "lstrip": true, "rstrip": true},
         {"id": 6, "content": "abc", "single_word": true, "normalized": true}],
         "normalizer": {"type": "BertNormalizer", "clean_text": true, "strip_accents": null, "lowercase": true},
         "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": {"type": "TemplateProcessing",
          "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
          "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
          "special_tokens": {"<s>": {"ids": [5]}}},
         "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "max_input_chars_per_word": 20,
          "vocab": {"[UNK]": 0, "a": 1, "##b": 2, "##a": 3, "the": 4}}}
        """#

    private static let byteLevel = #"""
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
          {"type": "Replace", "pattern": {"Regex": "\\s{2,}"}, "content": " "}, {"type": "Strip", "strip_left": true, "strip_right": true}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
          {"type": "Split", "pattern": {"Regex": "(?i:'s|'ll)|\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|[^\\s\\p{L}\\p{N}]+"}, "behavior": "Isolated", "invert": false},
          {"type": "ByteLevel", "add_prefix_space": true, "use_regex": false}]},
         "post_processor": {"type": "RobertaProcessing", "sep": ["a", 0], "cls": ["b", 1], "trim_offsets": true, "add_prefix_space": true},
         "decoder": {"type": "ByteLevel"},
         "model": {"type": "BPE", "unk_token": "a", "end_of_word_suffix": "</w>", "fuse_unk": true, "ignore_merges": true,
          "vocab": {"a": 0, "b": 1, "ab": 2, "b</w>": 3, "ab</w>": 4, "Ã": 5, "©": 6, "Ã©": 7, "Ġ": 8},
          "merges": ["a b", ["Ã", "©"], "a b</w>"]}}
        """#

    private static let byteFallback = #"""
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
          {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
         "post_processor": {"type": "BertProcessing", "sep": ["a", 1], "cls": ["b", 2]},
         "decoder": {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
          {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 1}]},
         "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": false, "byte_fallback": true,
          "vocab": {"<unk>": 0, "a": 1, "b": 2, "▁": 3, "▁a": 4, "ab": 5, "<0xC3>": 6, "<0xA9>": 7, "<0x0A>": 8},
          "merges": ["▁ a", "a b"]}}
        """#

    private static let unigram = #"""
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"},
          {"type": "Precompiled", "precompiled_charsmap": "EAAAAAAEAAAAAAAAAAAAAAAAAABhAA=="}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true}]},
         "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
         "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", -1.0], ["b", -1.5], ["ab", -2.0], ["▁", -3.0], ["▁a", -2.5], ["aaa", -2.6]]}}
        """#

    private static let words = #"""
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "NFD"}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Digits", "individual_digits": true},
          {"type": "Punctuation", "behavior": "MergedWithNext"}, {"type": "CharDelimiterSplit", "delimiter": "b"}]},
         "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel", "trim_offsets": true}]},
         "decoder": {"type": "Sequence", "decoders": [{"type": "CTC", "pad_token": "a"}, {"type": "BPEDecoder"}]},
         "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, "a": 1, "1": 2}}}
        """#
}
