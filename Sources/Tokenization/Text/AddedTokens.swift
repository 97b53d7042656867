/// A token that is found in a text before the model sees it.
struct AddedToken: Sendable, Equatable {
    var content: [UInt8]
    /// Whether it must stand alone, not inside a word.
    var isSingleWord = false
    /// Whether it takes the white space before it, and after it.
    var stripsLeft = false
    var stripsRight = false
    /// Whether it is looked for in the rewritten text, itself rewritten.
    var isNormalized = true
    /// Whether decoding may skip it.
    var isSpecial = false

    init(_ content: String, isNormalized: Bool = true, isSpecial: Bool = false) {
        self.content = Array(content.utf8)
        self.isNormalized = isNormalized
        self.isSpecial = isSpecial
    }

    /// Reads it as files write it.
    init(_ stage: StageScope) throws(TokenizationError) {
        self.init(try stage.string("content"))
        isSingleWord = try stage.bool("single_word", default: false)
        stripsLeft = try stage.bool("lstrip", default: false)
        stripsRight = try stage.bool("rstrip", default: false)
        isSpecial = try stage.bool("special", default: false)
        isNormalized = try stage.bool("normalized", default: !isSpecial)
    }

    var text: String { String(decoding: content, as: UTF8.self) }
}

/// The tokens that are found in a text before the model sees it.
///
/// Source: `tokenizer/added_vocabulary` of the tokenizers library 0.21, whose order of tokens that
/// were added twice, and ids, is kept.
struct AddedTokens: Sendable {
    private var ids: [[UInt8]: Int] = [:]
    /// One more than the largest id.
    private(set) var idLimit = 0
    private(set) var tokens: [Int: AddedToken] = [:]
    private var special: [AddedToken] = []
    private var ordinary: [AddedToken] = []
    private var specialContents: Set<[UInt8]> = []
    /// What is looked for in the text as it was given, and as it was rewritten.
    private var given = TokenTrie()
    private var rewritten = TokenTrie()

    func id(of content: [UInt8]) -> Int? { ids[content] }
    func isSpecial(_ content: [UInt8]) -> Bool { specialContents.contains(content) }

    /// Adds tokens; those that are in the model's vocabulary keep their ids, others get the next.
    mutating func add(_ added: [AddedToken], model: some VocabularyModel) {
        for token in added where token.isSpecial && !token.content.isEmpty {
            if specialContents.insert(token.content).inserted { special.append(token) }
        }
        for token in added {
            guard !token.content.isEmpty else { continue }
            let known = ids[token.content]
            if let known, tokens[known] == token { continue }
            let id = known ?? model.id(of: token.text) ?? max(idLimit, model.count)
            idLimit = max(idLimit, id + 1)
            ids[token.content] = id
            tokens[id] = token
            if !specialContents.contains(token.content) { ordinary.append(token) }
        }
    }

    /// Gets ready to look for them.
    mutating func prepare(_ rewriter: (any TextRewriter)?) throws(TokenizationError) {
        given = TokenTrie()
        rewritten = TokenTrie()
        for token in special + ordinary {
            guard let id = ids[token.content] else { continue }
            if token.isNormalized {
                var segment = token.content.withUnsafeBufferPointer { Segment($0, start: 0) }
                try rewriter?.rewrite(&segment)
                rewritten.insert(segment.text, id)
            } else {
                given.insert(token.content, id)
            }
        }
    }

    /// Cuts a text around them, and rewrites what is between them.
    func cut(
        _ text: UnsafeBufferPointer<UInt8>,
        _ rewriter: (any TextRewriter)?
    ) throws(TokenizationError) -> Passage {
        var parts: [Passage.Part] = []
        for (range, id) in find(given, in: text) where !range.isEmpty {
            var segment = Segment(text.part(range), start: range.lowerBound)
            if let id {
                parts.append(Passage.Part(segment, token: id))
                continue
            }
            try rewriter?.rewrite(&segment)
            let found = segment.text.withUnsafeBufferPointer { find(rewritten, in: $0) }
            if found.count == 1, found[0].1 == nil {
                if !segment.isEmpty { parts.append(Passage.Part(segment.tight)) }
                continue
            }
            for (range, id) in found where !range.isEmpty {
                parts.append(Passage.Part(segment.slice(range), token: id))
            }
        }
        return Passage(parts: parts)
    }

    /// The stretches of a text, with the ids of those that are tokens.
    private func find(
        _ trie: TokenTrie,
        in text: UnsafeBufferPointer<UInt8>
    ) -> [(Range<Int>, Int?)] {
        guard !trie.isEmpty else { return [(0..<text.count, nil)] }
        var result: [(Range<Int>, Int?)] = []
        var done = 0
        var index = 0
        while let (match, id) = trie.next(in: text, from: index) {
            index = match.upperBound
            guard let token = tokens[id] else { continue }
            if token.isSingleWord, !Self.standsAlone(match, in: text) { continue }
            var start = match.lowerBound
            var end = match.upperBound
            if token.stripsLeft {
                while start > 0 {
                    let (scalar, before) = text.scalar(before: start)
                    guard ScalarTraits.of(scalar).contains(.whitespace) else { break }
                    start = before
                }
                // Not what the token before has taken.
                start = max(start, done)
            }
            if token.stripsRight {
                while end < text.count,
                    ScalarTraits.of(text.scalar(at: end)).contains(.whitespace)
                {
                    end += scalarWidth(text[end])
                }
            }
            if done < start { result.append((done..<start, nil)) }
            result.append((min(start, end)..<end, id))
            done = end
        }
        if done < text.count { result.append((done..<text.count, nil)) }
        return result
    }

    private static func standsAlone(
        _ range: Range<Int>,
        in text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        func isWord(_ scalar: Unicode.Scalar) -> Bool { ScalarTraits.of(scalar).contains(.word) }
        let start = range.lowerBound
        let end = range.upperBound
        return (start == 0 || !isWord(text.scalar(before: start).0))
            && (end == text.count || !isWord(text.scalar(at: end)))
    }
}

/// Words to look for, as a trie of bytes.
private struct TokenTrie: Sendable {
    private struct Node: Sendable {
        var children: [UInt8: Int32] = [:]
        var id: Int32 = -1
    }

    private var nodes = [Node()]
    /// Whether a word begins with a byte.
    private var begins = [Bool](repeating: false, count: 256)

    var isEmpty: Bool { nodes.count == 1 }

    /// Adds a word.
    ///
    /// Of equal words the first counts; an empty one is nowhere.
    mutating func insert(_ word: [UInt8], _ id: Int) {
        guard let first = word.first else { return }
        begins[Int(first)] = true
        var node = 0
        for byte in word {
            if let child = nodes[node].children[byte] {
                node = Int(child)
            } else {
                nodes.append(Node())
                nodes[node].children[byte] = Int32(nodes.count - 1)
                node = nodes.count - 1
            }
        }
        if nodes[node].id < 0 { nodes[node].id = Int32(id) }
    }

    /// The first place from a byte on where a word is, and the longest word there.
    func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (Range<Int>, Int)? {
        begins.withUnsafeBufferPointer { begins in
            var index = start
            while index < text.count {
                if begins[Int(text[index])], let (end, id) = longest(in: text, from: index) {
                    return (index..<end, id)
                }
                index += 1
            }
            return nil
        }
    }

    private func longest(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (Int, Int)? {
        var found: (Int, Int)?
        var node = 0
        var index = start
        while index < text.count, let child = nodes[node].children[text[index]] {
            node = Int(child)
            index += 1
            if nodes[node].id >= 0 { found = (index, Int(nodes[node].id)) }
        }
        return found
    }
}
