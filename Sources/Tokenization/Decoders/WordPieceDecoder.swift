/// Joins words with spaces, and to each what goes on with it.
struct WordPieceDecoder: TokenDecoder {
    static let type = "WordPiece"

    private let prefix: [UInt8]
    private let cleansUp: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        prefix = Array(try stage.string("prefix", default: "##").utf8)
        cleansUp = try stage.bool("cleanup", default: true)
    }

    init() {
        prefix = Array("##".utf8)
        cleansUp = true
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        tokens.enumerated().map { index, token in
            var token = token
            if index > 0 {
                token =
                    token.starts(with: prefix)
                    ? Array(token.dropFirst(prefix.count)) : [0x20] + token
            }
            return cleansUp ? token.replacing(Self.cleanUp) : token
        }
    }

    /// Spaces that English does not have.
    static let cleanUp = [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ]
}
