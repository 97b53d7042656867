import Domain
import Foundation

/// What the files beside the vocabulary say: `tokenizer_config.json`, `special_tokens_map.json` and
/// `added_tokens.json`; all of them may be absent.
///
/// Source: `PreTrainedTokenizerBase._from_pretrained` of transformers 4.49.
struct TokenizerSettings: Sendable {
    /// Tokenizers that the reference treats alike.
    enum Family: Sendable {
        case bert, tapas, gpt2, roberta, clip, llama, other
    }

    /// Whether there is a tokenizer_config.json.
    let isPresent: Bool
    let family: Family
    /// The whole of tokenizer_config.json.
    let scope: StageScope
    let maximumLength: Int?
    let padsLeft: Bool?
    let truncationSide: Truncation.Side?
    /// Whether decoding takes out spaces before marks; nil if the files do not say.
    let cleansUp: Bool?
    /// The special tokens by the names that the files use: `unk_token`.
    private let names: [String: AddedToken]
    private let additional: [AddedToken]
    /// Further tokens, in the order of their ids.
    private let others: [AddedToken]

    /// The settings of a folder without such files.
    init() {
        isPresent = false
        family = .other
        scope = StageScope(file: "tokenizer_config.json", path: "", members: [:])
        maximumLength = nil
        padsLeft = nil
        truncationSide = nil
        cleansUp = nil
        names = [:]
        additional = []
        others = []
    }

    init(folder: String) throws(TokenizationError) {
        let configuration = try Self.object(folder + "/tokenizer_config.json")
        isPresent = configuration != nil
        let scope =
            configuration
            ?? StageScope(file: folder + "/tokenizer_config.json", path: "", members: [:])
        self.scope = scope
        family = try Self.family(scope, folder)
        // The reference writes 10^30 for a model without a limit.
        maximumLength = scope.value("model_max_length")?.integer.flatMap {
            (1...1_000_000_000).contains($0) ? $0 : nil
        }
        padsLeft =
            try scope.side("padding_side").map { $0 == .left }
            ?? (family == .llama && isPresent ? true : nil)
        truncationSide = try scope.side("truncation_side")
        cleansUp = try scope.optionalBool("clean_up_tokenization_spaces")

        var sources = [scope]
        let hasDecoder = scope.value("added_tokens_decoder")?.object?.isEmpty == false
        if !hasDecoder, let map = try Self.object(folder + "/special_tokens_map.json") {
            sources.append(map)
        }
        var names: [String: AddedToken] = [:]
        var additional: [AddedToken] = []
        for source in sources {
            for name in Self.roles {
                if let token = try source.token(name) { names[name] = token }
            }
            if let list = try source.tokenList("additional_special_tokens") { additional = list }
        }
        self.names = names
        self.additional = additional
        others =
            hasDecoder ? try Self.listed(scope) : try Self.added(folder, besides: names.values)
    }

    private static let roles = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]

    private static func object(_ file: String) throws(TokenizationError) -> StageScope? {
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try StageScope(contentsOf: file)
    }

    /// The tokens that tokenizer_config.json lists by id.
    private static func listed(_ scope: StageScope) throws(TokenizationError) -> [AddedToken] {
        let list = try scope.scope("added_tokens_decoder")
        var tokens: [(id: Int, token: AddedToken)] = []
        for key in list.keys {
            guard let id = Int(key), id >= 0 else {
                throw list.error(key, expected: "an id for a name", found: .string(key))
            }
            tokens.append((id, try AddedToken(try list.scope(key))))
        }
        return tokens.sorted { $0.id < $1.id }.map(\.token)
    }

    /// The tokens of added_tokens.json.
    private static func added(
        _ folder: String,
        besides special: some Sequence<AddedToken>
    ) throws(TokenizationError) -> [AddedToken] {
        let file = folder + "/added_tokens.json"
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        let scope = try StageScope(contentsOf: file, listing: [])
        let specials = Set(special.map(\.content))
        return try scope.listedTokens().map { token, _ in
            let isSpecial = specials.contains(Array(token.utf8))
            return AddedToken(token, isNormalized: !isSpecial, isSpecial: isSpecial)
        }
    }

    private static func family(
        _ scope: StageScope,
        _ folder: String
    ) throws(TokenizationError) -> Family {
        var name = (try scope.optionalString("tokenizer_class") ?? "").lowercased()
        for ending in ["fast", "tokenizer"] where name.hasSuffix(ending) {
            name.removeLast(ending.count)
        }
        if name.isEmpty {
            // The model's type decides where the tokenizer's class is not named.
            let configuration = try? object(folder + "/config.json")
            let type = configuration?.value("model_type")?.string ?? ""
            name = type.filter { $0 != "-" && $0 != "_" }.lowercased()
        }
        switch name {
        case "bert", "distilbert", "electra", "mobilebert", "lxmert", "layoutlm", "mpnet",
            "visualbert", "vilt", "funnel", "convbert", "squeezebert", "dpr", "retribert",
            "dprquestionencoder", "dprcontextencoder", "dprreader":
            return .bert
        case "tapas": return .tapas
        case "gpt2", "gptneo", "gptj", "gptneox": return .gpt2
        case "roberta", "longformer", "led", "bart": return .roberta
        case "clip", "clipseg", "groupvit", "owlvit": return .clip
        case "llama", "codellama": return .llama
        default: return .other
        }
    }

    // MARK: Tokens

    /// The names and tokens that a family has unless its files say otherwise.
    private var defaults: [String: String] {
        switch family {
        case .bert, .tapas:
            [
                "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]",
                "cls_token": "[CLS]", "mask_token": "[MASK]",
            ]
        case .gpt2:
            [
                "unk_token": "<|endoftext|>", "bos_token": "<|endoftext|>",
                "eos_token": "<|endoftext|>",
            ]
        case .roberta:
            [
                "bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>",
                "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>",
            ]
        case .clip:
            [
                "unk_token": "<|endoftext|>", "bos_token": "<|startoftext|>",
                "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
            ]
        case .llama: ["unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"]
        case .other: [:]
        }
    }

    /// The token of a role: what the files say, else what the family has.
    func token(_ role: String) -> AddedToken? {
        names[role]
            ?? defaults[role].map { text in
                // Byte-level tokenizers look for their tokens in the rewritten text.
                let isByteLevel = [.gpt2, .roberta, .clip].contains(family)
                let isMask = role == "mask_token"
                var token = AddedToken(text, isNormalized: isByteLevel && !isMask, isSpecial: true)
                token.stripsLeft = isByteLevel && isMask
                return token
            }
    }

    /// The tokens that are added beside those of tokenizer.json.
    func tokens(beside added: AddedTokens) -> [AddedToken] {
        var tokens = others
        var known = Set(tokens.map(\.content)).union(added.tokens.values.map(\.content))
        let roles = Self.roles.compactMap { names[$0] } + additional
        for var token in roles where known.insert(token.content).inserted {
            token.isSpecial = true
            tokens.append(token)
        }
        let special = Set(roles.map(\.content))
        for index in tokens.indices where special.contains(tokens[index].content) {
            tokens[index].isSpecial = true
        }
        return tokens
    }

    /// The special tokens that are in the vocabulary.
    func special(_ id: (String) -> Int?) -> SpecialTokens {
        func entry(_ token: AddedToken?) -> SpecialTokens.Entry? {
            guard let text = token?.text, let id = id(text) else { return nil }
            return SpecialTokens.Entry(token: text, id: id)
        }
        var special = SpecialTokens()
        special.unknown = entry(token("unk_token"))
        special.beginning = entry(token("bos_token"))
        special.end = entry(token("eos_token"))
        special.classification = entry(token("cls_token"))
        special.separator = entry(token("sep_token"))
        special.padding = entry(token("pad_token"))
        special.mask = entry(token("mask_token"))
        special.additional = additional.compactMap { entry($0) }
        return special
    }
}

extension StageScope {
    /// Reads a file whose top is an object.
    ///
    /// The path leads to the object whose names are data, if there is one.
    init(contentsOf file: String, listing path: [String]? = nil) throws(TokenizationError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .unreadable(file: file, reason: "there is no such file, or it may not be read")
        }
        try self.init(bytes: Array(data), file: file, listing: path)
    }

    init(
        bytes: [UInt8],
        file: String,
        listing path: [String]? = nil
    ) throws(TokenizationError) {
        var listed: [(name: String, value: JSONValue)]?
        let value: JSONValue
        do throws(JSONError) {
            if let path {
                (value, listed) = try JSONValue.parsing(bytes, listing: path)
            } else {
                value = try JSONValue(parsing: bytes)
            }
        } catch {
            throw .unreadable(file: file, reason: error.description)
        }
        guard let members = value.object else {
            throw .value(file: file, path: "", expected: "an object", found: value.kind)
        }
        self.init(file: file, path: "", members: members, listed: listed)
    }

    /// An end of a text.
    fileprivate func side(_ key: String) throws(TokenizationError) -> Truncation.Side? {
        guard let name = try optionalString(key) else { return nil }
        guard let side = Truncation.Side(rawValue: name.lowercased()) else {
            throw error(key, expected: "left or right", found: value(key))
        }
        return side
    }

    /// A token, as a string or as an object that says how it is found.
    fileprivate func token(_ key: String) throws(TokenizationError) -> AddedToken? {
        guard let value = value(key) else { return nil }
        if let text = value.string { return AddedToken(text, isNormalized: false, isSpecial: true) }
        var token = try AddedToken(try scope(key))
        // What is not said of a special token is that it is ordinary text.
        token.isNormalized = try scope(key).bool("normalized", default: true)
        token.isSpecial = true
        return token
    }

    fileprivate func tokenList(_ key: String) throws(TokenizationError) -> [AddedToken]? {
        guard let values = value(key)?.array else { return nil }
        if let texts = value(key)?.strings {
            return texts.map { AddedToken($0, isNormalized: false, isSpecial: true) }
        }
        var tokens: [AddedToken] = []
        for (index, value) in values.enumerated() {
            if let text = value.string {
                tokens.append(AddedToken(text, isNormalized: false, isSpecial: true))
            } else if let members = value.object {
                let path = full(key) + "[\(index)]"
                var token = try AddedToken(StageScope(file: file, path: path, members: members))
                token.isSpecial = true
                tokens.append(token)
            }
        }
        return tokens
    }
}
