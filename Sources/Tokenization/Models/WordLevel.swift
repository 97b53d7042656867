/// A vocabulary of whole words.
struct WordLevel: VocabularyHolding {
    static let type = "WordLevel"

    let vocabulary: Vocabulary
    private let unknown: Int32?

    init(_ stage: StageScope) throws(TokenizationError) {
        vocabulary = try stage.vocabulary("vocab")
        let name = try stage.string("unk_token", default: "[UNK]")
        unknown = vocabulary.id(of: name).map(Int32.init)
    }

    func tokenize(
        _ word: UnsafeBufferPointer<UInt8>,
        into pieces: inout [Piece]
    ) throws(TokenizationError) {
        guard let id = vocabulary.id(of: word) ?? unknown else {
            throw .noUnknownToken(word: String(decoding: word, as: UTF8.self))
        }
        pieces.append(Piece(id: id, start: 0, end: Int32(word.count)))
    }
}
