/// BERT's vocabulary: a word is the longest token that it begins with, then the longest that goes on.
///
/// Source: Wu et al. 2016, Devlin et al. 2019; `models/wordpiece` of the tokenizers library 0.21.
struct WordPiece: VocabularyHolding {
    static let type = "WordPiece"

    let vocabulary: Vocabulary
    /// The tokens that go on with a word, without their prefix.
    private let continuing: Vocabulary
    private let unknown: Int32?
    private let maximumScalars: Int
    private let cache = WordCache()

    init(_ stage: StageScope) throws(TokenizationError) {
        self.init(
            try stage.tokens("vocab"),
            unknown: try stage.string("unk_token", default: "[UNK]"),
            prefix: try stage.string("continuing_subword_prefix", default: "##"),
            maximumScalars: try stage.integer(
                "max_input_chars_per_word",
                default: 100,
                in: 0...1_000_000
            )
        )
    }

    /// Makes the model of a vocabulary.
    ///
    /// - Parameters:
    ///   - tokens: The tokens and their ids.
    ///   - unknown: The token for words that no tokens make up.
    ///   - prefix: What tokens begin with that go on with a word.
    ///   - maximumScalars: Longer words are unknown.
    init(
        _ tokens: [(token: String, id: Int)],
        unknown: String,
        prefix: String = "##",
        maximumScalars: Int = 100
    ) {
        vocabulary = Vocabulary(tokens)
        let length = prefix.utf8.count
        continuing = Vocabulary(
            tokens.filter { $0.token.utf8.starts(with: prefix.utf8) }
                .map { (String(decoding: $0.token.utf8.dropFirst(length), as: UTF8.self), $0.id) }
        )
        self.unknown = vocabulary.id(of: unknown).map(Int32.init)
        self.maximumScalars = maximumScalars
    }

    func tokenize(
        _ word: UnsafeBufferPointer<UInt8>,
        into pieces: inout [Piece]
    ) throws(TokenizationError) {
        if cache.find(word, into: &pieces) { return }
        let first = pieces.count
        if isTooLong(word) || !cut(word, into: &pieces) {
            pieces.removeSubrange(first...)
            guard let unknown else {
                throw .noUnknownToken(word: String(decoding: word.prefix(60), as: UTF8.self))
            }
            pieces.append(Piece(id: unknown, start: 0, end: Int32(word.count)))
        }
        cache.store(word, pieces[first...])
    }

    private func isTooLong(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard word.count > maximumScalars else { return false }
        return word.reduce(0) { $0 + (isContinuation($1) ? 0 : 1) } > maximumScalars
    }

    /// Whether tokens make up the word.
    private func cut(_ word: UnsafeBufferPointer<UInt8>, into pieces: inout [Piece]) -> Bool {
        var start = 0
        while start < word.count {
            let tokens = start == 0 ? vocabulary : continuing
            var end = min(word.count, start + tokens.longest)
            var found: Int32?
            while end > start {
                // Only where a scalar ends.
                if end == word.count || !isContinuation(word[end]) {
                    found = tokens.id(of: word.part(start..<end))
                    if found != nil { break }
                }
                end -= 1
            }
            guard let found else { return false }
            pieces.append(Piece(id: found, start: Int32(start), end: Int32(end)))
            start = end
        }
        return true
    }
}
