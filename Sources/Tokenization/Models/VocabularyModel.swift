/// Turns a word into tokens of a vocabulary.
protocol VocabularyModel: Sendable {
    /// Its `type` in tokenizer.json.
    static var type: String { get }

    /// Reads it as tokenizer.json describes it.
    init(_ stage: StageScope) throws(TokenizationError)

    /// The number of tokens.
    var count: Int { get }

    /// One more than the largest id.
    var idLimit: Int { get }

    /// The id of a token; nil if it is not in the vocabulary.
    func id(of token: String) -> Int?

    /// The token of an id; nil if there is none.
    func token(_ id: Int) -> String?

    /// Appends a word's tokens.
    ///
    /// - Parameters:
    ///   - word: A word, not empty, as UTF-8.
    ///   - pieces: What its tokens are appended to.
    /// - Throws: ``TokenizationError/noUnknownToken(word:)``.
    func tokenize(
        _ word: UnsafeBufferPointer<UInt8>,
        into pieces: inout [Piece]
    ) throws(TokenizationError)
}

/// A model that looks its tokens up in one vocabulary.
protocol VocabularyHolding: VocabularyModel {
    var vocabulary: Vocabulary { get }
}

extension VocabularyHolding {
    var count: Int { vocabulary.count }
    var idLimit: Int { vocabulary.idLimit }
    func id(of token: String) -> Int? { vocabulary.id(of: token) }
    func token(_ id: Int) -> String? { vocabulary.token(id) }
}
