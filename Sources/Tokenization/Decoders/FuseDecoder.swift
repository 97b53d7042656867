/// Joins all tokens to one.
struct FuseDecoder: TokenDecoder {
    static let type = "Fuse"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] { [tokens.flatMap { $0 }] }
}
