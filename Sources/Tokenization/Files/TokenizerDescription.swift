import Domain
import Foundation

/// What tokenizer.json says, or what it would say if the folder had one.
///
/// Older files are brought into its form, so that there is one reader.
///
/// Source: `convert_slow_tokenizer.py` of transformers 4.49.
struct TokenizerDescription: Sendable {
    private let file: String
    private var members: [String: JSONValue]
    /// The vocabulary as it is written.
    private let listed: [(name: String, value: JSONValue)]?
    private let isLegacy: Bool

    /// Whether decoding takes out spaces before marks unless the settings say otherwise: where BERT's
    /// older file is read.
    var cleansUp: Bool { isLegacy && members["model"]?["type"]?.string == WordPiece.type }

    /// Reads the bytes of a tokenizer.json; `file` is for messages.
    init(bytes: [UInt8], file: String) throws(TokenizationError) {
        self.file = file
        isLegacy = false
        do throws(JSONError) {
            let (value, listed) = try JSONValue.parsing(bytes, listing: ["model", "vocab"])
            members = value.object ?? [:]
            self.listed = listed
        } catch {
            throw .unreadable(file: file, reason: error.description)
        }
    }

    init(folder: String, _ settings: TokenizerSettings) throws(TokenizationError) {
        func has(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: folder + "/" + name)
        }
        if has("tokenizer.json") {
            let file = folder + "/tokenizer.json"
            try self.init(bytes: try Self.bytes(file), file: file)
        } else if has("vocab.txt") {
            try self.init(wordPieces: folder + "/vocab.txt", settings)
        } else if has("vocab.json"), has("merges.txt") {
            try self.init(pairs: folder, settings)
        } else {
            let others = [
                "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.json",
                "merges.txt", "vocab.model",
            ]
            throw .noTokenizer(folder: folder, found: others.filter(has))
        }
    }

    private init(
        file: String,
        members: [String: JSONValue],
        vocabulary: [(name: String, value: JSONValue)],
        _ settings: TokenizerSettings
    ) {
        self.file = file
        self.members = members
        listed = vocabulary
        isLegacy = true
    }

    fileprivate static func bytes(_ file: String) throws(TokenizationError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .unreadable(file: file, reason: "there is no such file, or it may not be read")
        }
        return Array(data)
    }

    // MARK: Reading

    /// The top of the description, with what tokenizer_config.json says instead of tokenizer.json.
    func scope(adjustedBy settings: TokenizerSettings) throws(TokenizationError) -> StageScope {
        var members = members
        if settings.isPresent, !isLegacy {
            func edit(_ stage: String, _ type: String, _ changes: [String: JSONValue]) {
                guard case .object(var old) = members[stage], old["type"]?.string == type else {
                    return
                }
                old.merge(changes) { $1 }
                members[stage] = .object(old)
            }
            edit("normalizer", BertNormalizer.type, settings.bertChanges)
            let space = JSONValue.bool(try settings.scope.bool("add_prefix_space", default: false))
            edit("pre_tokenizer", ByteLevel.type, ["add_prefix_space": space])
            if settings.family == .roberta {
                let trims = try settings.scope.bool("trim_offsets", default: true)
                edit(
                    "post_processor",
                    RobertaProcessing.type,
                    ["add_prefix_space": space, "trim_offsets": .bool(trims)]
                )
            }
            if let template = try llamaTemplate(settings) { members["post_processor"] = template }
        }
        return StageScope(file: file, path: "", members: members, listed: listed)
    }

    /// What a tokenizer of Llama's class puts around texts, whatever tokenizer.json says.
    private func llamaTemplate(
        _ settings: TokenizerSettings
    ) throws(TokenizationError) -> JSONValue? {
        guard settings.family == .llama else { return nil }
        var marks: [Template.Mark?] = []
        for (key, role, isDefault) in [
            ("add_bos_token", "bos_token", true), ("add_eos_token", "eos_token", false),
        ] {
            let adds = try settings.scope.bool(key, default: isDefault)
            marks.append(adds ? try mark(role, settings) : nil)
        }
        return Template.around(beginning: marks[0], end: marks[1])
    }

    /// A special token and its id, for a template.
    fileprivate func mark(
        _ role: String,
        _ settings: TokenizerSettings
    ) throws(TokenizationError) -> Template.Mark {
        guard let token = settings.token(role) else {
            throw settings.scope.error(role, expected: "a token", found: nil)
        }
        // The vocabulary's last, as ids are looked up.
        let inVocabulary = listed?.last { $0.name.utf8.elementsEqual(token.content) }?.value.integer
        let added = members["added_tokens"]?.array?.last {
            $0["content"]?.string.map { $0.utf8.elementsEqual(token.content) } ?? false
        }
        guard let id = inVocabulary ?? added?["id"]?.integer else {
            throw .inconsistent(
                file: settings.scope.file,
                path: role,
                reason: "is '\(token.text)', which is not in the vocabulary"
            )
        }
        return Template.Mark(token: token.text, id: id)
    }

    /// The truncation that tokenizer.json asks for.
    func truncation(_ scope: StageScope) throws(TokenizationError) -> Truncation? {
        guard scope.value("truncation") != nil else { return nil }
        let stage = try scope.scope("truncation")
        let strategies: [String: Truncation.Strategy] = [
            "LongestFirst": .longestFirst, "OnlyFirst": .onlyFirst, "OnlySecond": .onlySecond,
        ]
        let name = try stage.string("strategy", default: "LongestFirst")
        guard let strategy = strategies[name] else {
            throw stage.error(
                "strategy",
                expected: "LongestFirst, OnlyFirst or OnlySecond",
                found: .string(name)
            )
        }
        return Truncation(
            maximumLength: try stage.integer("max_length", in: 0...1_000_000_000),
            strategy: strategy,
            stride: try stage.integer("stride", default: 0, in: 0...1_000_000_000),
            side: try stage.string("direction", default: "Right") == "Left" ? .left : .right
        )
    }

    /// Whether tokenizer.json fills texts up on their left; nil if it does not say.
    func padsLeft(_ scope: StageScope) throws(TokenizationError) -> Bool? {
        guard scope.value("padding") != nil else { return nil }
        return try scope.scope("padding").optionalString("direction").map { $0 == "Left" }
    }
}

// MARK: Older files

extension TokenizerDescription {
    /// BERT's `vocab.txt`: a token a line, in the order of their ids.
    private init(
        wordPieces file: String,
        _ settings: TokenizerSettings
    ) throws(TokenizationError) {
        let lines = try Self.lines(file)
        let vocabulary = lines.enumerated().map { ($0.element, JSONValue.integer($0.offset)) }
        guard !vocabulary.isEmpty else {
            throw .unreadable(file: file, reason: "it has no tokens")
        }
        let scope = settings.scope
        self.init(file: file, members: [:], vocabulary: vocabulary, settings)
        let lowersCase = try scope.bool("do_lower_case", default: true)
        let accents = try scope.optionalBool("strip_accents")
        let chinese = try scope.bool("tokenize_chinese_chars", default: true)
        members = [
            "normalizer": .object([
                "type": .string(BertNormalizer.type),
                "lowercase": .bool(lowersCase),
                "strip_accents": accents.map(JSONValue.bool) ?? .null,
                "handle_chinese_chars": .bool(chinese),
            ]),
            "pre_tokenizer": .object(["type": .string(BertPreTokenizer.type)]),
            "model": .object([
                "type": .string(WordPiece.type),
                "unk_token": .string(settings.token("unk_token")?.text ?? "[UNK]"),
                "vocab": .object([:]),
            ]),
            "decoder": .object(["type": .string(WordPieceDecoder.type)]),
            "added_tokens": addedTokens(settings),
        ]
        members["post_processor"] = Template.bert(
            classification: try mark("cls_token", settings),
            separator: try mark("sep_token", settings)
        )
    }

    /// `vocab.json` with the ids of tokens and `merges.txt` with the pairs that make them.
    private init(pairs folder: String, _ settings: TokenizerSettings) throws(TokenizationError) {
        let file = folder + "/vocab.json"
        let isCLIP = settings.family == .clip
        var vocabulary: [(name: String, value: JSONValue)] = []
        let tokens = try StageScope(contentsOf: file, listing: []).listedTokens()
        for (token, id) in tokens { vocabulary.append((token, .integer(id))) }
        self.init(file: file, members: [:], vocabulary: vocabulary, settings)
        members = [
            "model": .object([
                "type": .string(BPE.type),
                "unk_token": isCLIP
                    ? .string(settings.token("unk_token")?.text ?? "<|endoftext|>") : .null,
                "end_of_word_suffix": .string(isCLIP ? "</w>" : ""),
                "vocab": .object([:]),
                "merges": try Self.merges(folder + "/merges.txt", isCLIP: isCLIP),
            ]),
            "decoder": .object(["type": .string(ByteLevelDecoder.type)]),
            "added_tokens": addedTokens(settings),
        ]
        let space = JSONValue.bool(try settings.scope.bool("add_prefix_space", default: false))
        members["pre_tokenizer"] = .object([
            "type": .string(ByteLevel.type), "add_prefix_space": space,
        ])
        switch settings.family {
        case .clip: try addStagesOfCLIP(settings)
        case .roberta:
            members["post_processor"] = Template.roberta(
                classification: try mark("cls_token", settings),
                separator: try mark("sep_token", settings),
                trimsOffsets: .bool(true),
                addsPrefixSpace: space
            )
        default:
            if try settings.scope.bool("add_bos_token", default: false) {
                members["post_processor"] = Template.gpt2(try mark("bos_token", settings))
            }
        }
    }

    private mutating func addStagesOfCLIP(
        _ settings: TokenizerSettings
    ) throws(TokenizationError) {
        func pattern(_ expression: String) -> JSONValue {
            .object(["Regex": .string(expression)])
        }
        members["normalizer"] = .object([
            "type": .string(RewriterSequence.type),
            "normalizers": .array([
                .object(["type": .string(CanonicalComposition.type)]),
                .object([
                    "type": .string(Replace.type), "pattern": pattern(#"\s+"#),
                    "content": .string(" "),
                ]),
                .object(["type": .string(Lowercase.type)]),
            ]),
        ])
        members["pre_tokenizer"] = .object([
            "type": .string(PreTokenizerSequence.type),
            "pretokenizers": .array([
                .object([
                    "type": .string(Split.type),
                    "pattern": pattern(
                        #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
                    ),
                    "behavior": .string(SplitBehavior.removed.rawValue),
                    "invert": .bool(true),
                ]),
                .object(["type": .string(ByteLevel.type), "add_prefix_space": .bool(false)]),
            ]),
        ])
        members["post_processor"] = Template.roberta(
            classification: try mark("bos_token", settings),
            separator: try mark("eos_token", settings),
            trimsOffsets: .bool(false),
            addsPrefixSpace: .bool(false)
        )
    }

    /// The special tokens that are in the vocabulary, as tokenizer.json lists them.
    private func addedTokens(_ settings: TokenizerSettings) -> JSONValue {
        let known = Set((listed ?? []).map { Array($0.name.utf8) })
        var seen: Set<[UInt8]> = []
        let roles = [
            "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token",
            "mask_token",
        ]
        let tokens = roles.compactMap { settings.token($0) }
            .filter { known.contains($0.content) && seen.insert($0.content).inserted }
        return .array(
            tokens.map { token in
                .object([
                    "content": .string(token.text),
                    "single_word": .bool(token.isSingleWord),
                    "lstrip": .bool(token.stripsLeft),
                    "rstrip": .bool(token.stripsRight),
                    "normalized": .bool(token.isNormalized),
                    "special": .bool(true),
                ])
            }
        )
    }

    /// The lines of a text file, whatever their ends; no empty one after the last.
    private static func lines(_ file: String) throws(TokenizationError) -> [String] {
        let bytes = try bytes(file)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .unreadable(file: file, reason: "it is not UTF-8")
        }
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The pairs of a `merges.txt`, without its first line, which is a version.
    private static func merges(_ file: String, isCLIP: Bool) throws(TokenizationError) -> JSONValue
    {
        var pairs: [JSONValue] = []
        var seen: Set<[[UInt8]]> = []
        for (index, line) in try lines(file).enumerated().dropFirst() {
            let halves = line.utf8.split { $0 == 0x20 || $0 == 0x09 }.map(Array.init)
            if halves.isEmpty { continue }
            guard halves.count == 2 else {
                throw .value(
                    file: file,
                    path: "line \(index + 1)",
                    expected: "two tokens",
                    found: "'\(line.prefix(80))'"
                )
            }
            // CLIP's file has more pairs than its vocabulary.
            if isCLIP, pairs.count == 48_894 { break }
            guard seen.insert(halves).inserted else { continue }
            pairs.append(.array(halves.map { .string(String(decoding: $0, as: UTF8.self)) }))
        }
        return .array(pairs)
    }
}

extension TokenizerSettings {
    /// What a tokenizer of BERT's class does instead of what tokenizer.json says.
    fileprivate var bertChanges: [String: JSONValue] {
        guard family == .bert || family == .tapas else { return [:] }
        var changes: [String: JSONValue] = [:]
        for (key, name) in [
            ("do_lower_case", "lowercase"), ("strip_accents", "strip_accents"),
            ("tokenize_chinese_chars", "handle_chinese_chars"),
        ] where scope.has(key) {
            changes[name] = scope.value(key) ?? .null
        }
        return changes
    }
}

/// Post-processors as tokenizer.json writes them.
private enum Template {
    struct Mark {
        let token: String
        let id: Int
    }

    private static func token(_ mark: Mark, _ typeID: Int) -> JSONValue {
        .object([
            "SpecialToken": .object(["id": .string(mark.token), "type_id": .integer(typeID)])
        ])
    }

    private static func text(_ name: String, _ typeID: Int) -> JSONValue {
        .object(["Sequence": .object(["id": .string(name), "type_id": .integer(typeID)])])
    }

    private static func template(
        _ single: [JSONValue],
        _ pair: [JSONValue],
        _ marks: [Mark]
    ) -> JSONValue {
        let tokens = marks.map { mark in
            (mark.token, JSONValue.object(["ids": .array([.integer(mark.id)])]))
        }
        return .object([
            "type": .string(TemplateProcessing.type),
            "single": .array(single),
            "pair": .array(pair),
            "special_tokens": .object(Dictionary(tokens) { $1 }),
        ])
    }

    static func bert(classification: Mark, separator: Mark) -> JSONValue {
        let single = [token(classification, 0), text("A", 0), token(separator, 0)]
        return template(
            single,
            single + [text("B", 1), token(separator, 1)],
            [classification, separator]
        )
    }

    static func gpt2(_ beginning: Mark) -> JSONValue {
        let single = [token(beginning, 0), text("A", 0)]
        return template(single, single + [text("B", 1)], [beginning])
    }

    static func around(beginning: Mark?, end: Mark?) -> JSONValue {
        func around(_ name: String, _ typeID: Int) -> [JSONValue] {
            [
                beginning.map { token($0, typeID) }, text(name, typeID),
                end.map { token($0, typeID) },
            ].compactMap { $0 }
        }
        return template(
            around("A", 0),
            around("A", 0) + around("B", 1),
            [beginning, end].compactMap { $0 }
        )
    }

    static func roberta(
        classification: Mark,
        separator: Mark,
        trimsOffsets: JSONValue,
        addsPrefixSpace: JSONValue
    ) -> JSONValue {
        func pair(_ mark: Mark) -> JSONValue { .array([.string(mark.token), .integer(mark.id)]) }
        return .object([
            "type": .string(RobertaProcessing.type),
            "cls": pair(classification),
            "sep": pair(separator),
            "trim_offsets": trimsOffsets,
            "add_prefix_space": addsPrefixSpace,
        ])
    }
}
