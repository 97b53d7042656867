/// Makes spaces of the marks that stand for them, and drops those of the first token.
struct MetaspaceDecoder: TokenDecoder {
    static let type = "Metaspace"

    private let replacement: [UInt8]
    private let scheme: Metaspace.Scheme

    init(_ stage: StageScope) throws(TokenizationError) {
        replacement = Array(String(try stage.scalar("replacement", default: "▁")).utf8)
        scheme = try stage.prependScheme()
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        tokens.enumerated().map { index, token in
            token.replacing(replacement, with: index == 0 && scheme != .never ? [] : [0x20])
        }
    }
}
