package import Domain
import Foundation

/// What the outputs of a speech model trained with connectionist temporal classification stand for.
///
/// Each frame names one token: a character, the word delimiter, or the blank. A path of frames becomes
/// text by joining equal neighbours and dropping blanks.
///
/// Source: Graves et al. 2006; transformers 4.49, `Wav2Vec2CTCTokenizer`.
/// Checked by: `Tests/Fixtures/models/wav2vec2`, exactly.
package struct CTCVocabulary: Sendable, Equatable {
    /// By id, one for each output of the model.
    package let tokens: [String]
    /// The id of the blank, which is the tokenizer's padding token.
    package let blank: Int
    /// The id of the token between words; nil if the vocabulary has none.
    package let wordDelimiter: Int?
    /// The id of the token for characters that are not in the vocabulary; nil if it has none.
    package let unknown: Int?
    /// What stands between words in the text.
    package let space: String
    private let isLowercased: Bool
    private let cleansUp: Bool
    /// The first id with the same token, by id: outputs without a word of their own share the unknown
    /// token's, and neighbours of one token are joined.
    private let groups: [Int]

    /// A piece of text and the frames that name it.
    package struct Span: Sendable, Equatable {
        package var text: String
        /// Counted from 0; the end is the first frame after it.
        package var frames: Range<Int>

        package init(text: String, frames: Range<Int>) {
            self.text = text
            self.frames = frames
        }
    }

    /// Reads `vocab.json`, `tokenizer_config.json`, `special_tokens_map.json` and
    /// `added_tokens.json`, of which only the first must be there.
    ///
    /// - Parameters:
    ///   - folder: The checkpoint's folder.
    ///   - count: How many outputs the model has.
    /// - Throws: ``CTCVocabularyError``.
    package init(folder: String, count: Int) throws(CTCVocabularyError) {
        try self.init(
            vocabulary: try Self.read(folder + "/vocab.json", isRequired: true),
            configuration: try Self.read(folder + "/tokenizer_config.json"),
            special: try Self.read(folder + "/special_tokens_map.json"),
            added: try Self.read(folder + "/added_tokens.json"),
            count: count,
            folder: folder
        )
    }

    /// Makes a vocabulary of what the files hold; `folder` is for messages.
    package init(
        vocabulary: JSONValue,
        configuration: JSONValue = .null,
        special: JSONValue = .null,
        added: JSONValue = .null,
        count: Int,
        folder: String
    ) throws(CTCVocabularyError) {
        let reader = Reader(
            configuration: configuration,
            special: special,
            vocabulary: vocabulary,
            added: added,
            folder: folder
        )
        try reader.requireKnownClass()
        let names = try reader.specialTokens()
        let ids = try reader.ids(names)
        guard (1...1 << 20).contains(count) else {
            throw .value(file: folder + "/config.json", reason: "there are \(count) outputs")
        }
        var tokens = [String](repeating: names.unknown ?? "", count: count)
        for (token, id) in ids where id < count { tokens[id] = token }
        guard let blank = ids[names.padding], blank < count else {
            throw .value(
                file: folder + "/vocab.json",
                reason: "'\(names.padding)', which is the blank, has the id "
                    + "\(ids[names.padding] ?? -1) where the model has \(count) outputs"
            )
        }
        self.tokens = tokens
        self.blank = blank
        wordDelimiter = ids[names.wordDelimiter].flatMap { $0 < count ? $0 : nil }
        unknown = names.unknown.flatMap { ids[$0] }.flatMap { $0 < count ? $0 : nil }
        space = try reader.string("replace_word_delimiter_char", default: " ")
        isLowercased = try reader.bool("do_lower_case", default: false)
        cleansUp = try reader.bool("clean_up_tokenization_spaces", default: false)
        var first: [String: Int] = [:]
        groups = tokens.enumerated().map { id, token in
            if let known = first[token] { return known }
            first[token] = id
            return id
        }
    }

    // MARK: - Text

    /// The text of a path: one id for each frame.
    ///
    /// Tokens such as `<unk>` and `<s>` stay in it, as in the reference.
    package func text(path: [Int]) -> String { text(spans: characters(path: path)) }

    /// The text of labels: ids without blanks, in which equal neighbours are two characters.
    package func text(labels: [Int]) -> String { trimmed(labels.map(written).joined()) }

    /// The text of characters.
    package func text(spans: [Span]) -> String { trimmed(spans.map(\.text).joined()) }

    /// The characters of a path with their frames; the delimiter is written as ``space``.
    package func characters(path: [Int]) -> [Span] {
        var spans: [Span] = []
        var start = 0
        for frame in path.indices {
            let next = frame + 1
            if next < path.count && groups[path[next]] == groups[path[frame]] { continue }
            if groups[path[frame]] != groups[blank] {
                spans.append(Span(text: written(path[frame]), frames: start..<next))
            }
            start = next
        }
        return spans
    }

    /// Characters grouped to words; what is between words is left out.
    package func words(_ characters: [Span]) -> [Span] {
        var words: [Span] = []
        var word: Span?
        for character in characters {
            if character.text == space {
                if let word { words.append(word) }
                word = nil
            } else {
                word = Span(
                    text: (word?.text ?? "") + character.text,
                    frames: (word?.frames ?? character.frames)
                        .lowerBound..<character.frames.upperBound
                )
            }
        }
        if let word { words.append(word) }
        return words
    }

    /// The labels of a text, a Unicode scalar each; what the vocabulary lacks is ``unknown``, or left
    /// out if there is no such token.
    package func labels(of text: String) -> [Int] {
        let ids = Dictionary(
            tokens.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        return (isLowercased ? text.uppercased() : text).unicodeScalars.compactMap { scalar in
            scalar == " " ? wordDelimiter ?? unknown : ids[String(scalar)] ?? unknown
        }
    }

    private func written(_ id: Int) -> String { id == wordDelimiter ? space : tokens[id] }

    private func trimmed(_ text: String) -> String {
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if isLowercased { text = text.lowercased() }
        guard cleansUp else { return text }
        for mark in [".", "?", "!", ","] {
            text = text.replacingOccurrences(of: " " + mark, with: mark)
        }
        text = text.replacingOccurrences(of: " ' ", with: "'")
        for ending in ["n't", "'m", "'s", "'ve", "'re"] {
            text = text.replacingOccurrences(of: " " + ending, with: ending)
        }
        return text
    }

    private static func read(
        _ file: String,
        isRequired: Bool = false
    ) throws(CTCVocabularyError) -> JSONValue {
        guard let data = FileManager.default.contents(atPath: file) else {
            if isRequired { throw .missing(file: file) }
            return .null
        }
        do throws(JSONError) {
            return try JSONValue(parsing: Array(data))
        } catch {
            throw .value(file: file, reason: error.description)
        }
    }
}

/// Why a CTC vocabulary cannot be used.
package enum CTCVocabularyError: Error, Equatable, CustomStringConvertible {
    case missing(file: String)
    /// Something in a file that makes no sense or is not implemented.
    case value(file: String, reason: String)

    package var description: String {
        switch self {
        case .missing(let file):
            "\(file) is missing, which says what the model's outputs stand for; "
                + "copy it from where the weights came from"
        case .value(let file, let reason): "\(file): \(reason)"
        }
    }
}

// MARK: - Reading

/// The tokenizer's files, read as the reference does.
private struct Reader {
    let configuration: JSONValue
    let special: JSONValue
    let vocabulary: JSONValue
    let added: JSONValue
    let folder: String

    /// The tokens with a meaning; nil for those that a folder says it has not.
    struct SpecialTokens {
        var padding: String
        var wordDelimiter: String
        var unknown: String?
        /// All that get an id even if the vocabulary lacks them, in the reference's order.
        var inOrder: [String]
    }

    private var file: String { folder + "/tokenizer_config.json" }

    func requireKnownClass() throws(CTCVocabularyError) {
        let known = ["Wav2Vec2CTCTokenizer", "Wav2Vec2Tokenizer"]
        let name = try string("tokenizer_class", default: known[0])
        guard known.contains(name) else {
            throw .value(
                file: file,
                reason: "'tokenizer_class' should be \(known.joined(separator: " or ")), "
                    + "found '\(name)'"
            )
        }
    }

    func specialTokens() throws(CTCVocabularyError) -> SpecialTokens {
        let beginning = try token("bos_token", default: "<s>")
        let end = try token("eos_token", default: "</s>")
        let unknown = try token("unk_token", default: "<unk>")
        guard let padding = try token("pad_token", default: "<pad>") else {
            throw .value(file: file, reason: "'pad_token', which is the blank, is null")
        }
        let delimiter = try token("word_delimiter_token", default: "|")
        return SpecialTokens(
            padding: padding,
            wordDelimiter: delimiter ?? "",
            unknown: unknown,
            inOrder: [beginning, end, unknown, padding].compactMap { $0 }
        )
    }

    /// The id of each token: the vocabulary's, those that were added, and special tokens that are in
    /// neither after all others.
    func ids(_ names: SpecialTokens) throws(CTCVocabularyError) -> [String: Int] {
        var ids = try numbered(try language(), in: "vocab.json")
        if let members = configuration["added_tokens_decoder"]?.object {
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                guard let id = Int(key), id >= 0, let content = value["content"]?.string else {
                    throw .value(
                        file: file,
                        reason:
                            "'added_tokens_decoder' should have ids with contents, found '\(key)'"
                    )
                }
                if let taken = ids.first(where: { $0.value == id && $0.key != content }) {
                    ids[taken.key] = nil
                }
                ids[content] = id
            }
        }
        if added != .null {
            for (token, id) in try numbered(added, in: "added_tokens.json") { ids[token] = id }
        }
        for name in names.inOrder where ids[name] == nil {
            ids[name] = (ids.values.max() ?? -1) + 1
        }
        return ids
    }

    /// The vocabulary, of the target language if there are several.
    private func language() throws(CTCVocabularyError) -> JSONValue {
        let target = try string("target_lang", default: "")
        if target.isEmpty { return vocabulary }
        guard let own = vocabulary[target] else {
            throw .value(
                file: folder + "/vocab.json",
                reason: "it has no vocabulary for 'target_lang' \(target)"
            )
        }
        return own
    }

    private func numbered(
        _ json: JSONValue,
        in name: String
    ) throws(CTCVocabularyError) -> [String: Int] {
        guard let members = json.object else {
            throw .value(
                file: folder + "/" + name,
                reason: "it should be an object of tokens with their ids, found \(json.kind)"
            )
        }
        var owners: [Int: String] = [:]
        for (token, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let id = value.integer, (0...1 << 24).contains(id) else {
                throw .value(
                    file: folder + "/" + name,
                    reason: "the id of '\(token)' should be a whole number, found "
                        + (value.object == nil
                            ? value.text : "an object; name a language with 'target_lang'")
                )
            }
            if let owner = owners.updateValue(token, forKey: id) {
                throw .value(
                    file: folder + "/" + name,
                    reason: "'\(owner)' and '\(token)' have the same id \(id)"
                )
            }
        }
        return members.compactMapValues(\.integer)
    }

    /// A token by its role: a string, an object with its content, or null for none.
    private func token(
        _ key: String,
        default fallback: String
    ) throws(CTCVocabularyError) -> String? {
        for (source, name) in [
            (configuration, "tokenizer_config.json"), (special, "special_tokens_map.json"),
        ] {
            guard let value = source[key] else { continue }
            if value == .null { return nil }
            guard let token = value.string ?? value["content"]?.string, !token.isEmpty else {
                throw .value(
                    file: folder + "/" + name,
                    reason: "'\(key)' should be a token, found \(value.kind)"
                )
            }
            return token
        }
        return fallback
    }

    func string(_ key: String, default fallback: String) throws(CTCVocabularyError) -> String {
        guard let value = configuration[key], value != .null else { return fallback }
        guard let string = value.string else {
            throw .value(file: file, reason: "'\(key)' should be a string, found \(value.kind)")
        }
        return string
    }

    func bool(_ key: String, default fallback: Bool) throws(CTCVocabularyError) -> Bool {
        guard let value = configuration[key], value != .null else { return fallback }
        guard let bool = value.bool else {
            throw .value(
                file: file,
                reason: "'\(key)' should be true or false, found \(value.kind)"
            )
        }
        return bool
    }
}
