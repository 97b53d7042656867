/// Makes a space of the end of each word but the last.
struct BPEDecoder: TokenDecoder {
    static let type = "BPEDecoder"

    private let suffix: [UInt8]

    init(_ stage: StageScope) throws(TokenizationError) {
        suffix = Array(try stage.string("suffix", default: "</w>").utf8)
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        tokens.enumerated().map { index, token in
            token.replacing(suffix, with: index == tokens.count - 1 ? [] : [0x20])
        }
    }
}
