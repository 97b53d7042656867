/// Puts a text in the place of every match of a pattern, token by token.
struct ReplaceDecoder: TokenDecoder {
    static let type = "Replace"

    private let pattern: Pattern
    private let content: [UInt8]

    init(_ stage: StageScope) throws(TokenizationError) {
        pattern = try stage.pattern("pattern")
        content = Array(try stage.string("content").utf8)
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        tokens.map { token in
            token.withUnsafeBufferPointer { bytes in
                // A token that a pattern is too hard for stays as it is.
                guard let matches = try? pattern.matches(in: bytes) else { return token }
                return matches.flatMap { $0.isMatch ? content : Array(bytes[$0.range]) }
            }
        }
    }
}
