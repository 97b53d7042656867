/// Reads what a model says frame by frame: repeated tokens are one, blanks none.
struct CTCDecoder: TokenDecoder {
    static let type = "CTC"

    private let padding: [UInt8]
    private let delimiter: [UInt8]
    private let cleansUp: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        padding = Array(try stage.string("pad_token", default: "<pad>").utf8)
        delimiter = Array(try stage.string("word_delimiter_token", default: "|").utf8)
        cleansUp = try stage.bool("cleanup", default: true)
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        for (index, token) in tokens.enumerated() where index == 0 || tokens[index - 1] != token {
            var text = token.replacing(padding, with: [])
            if cleansUp {
                text = text.replacing(WordPieceDecoder.cleanUp).replacing(delimiter, with: [0x20])
            }
            if !text.isEmpty { result.append(text) }
        }
        return result
    }
}
