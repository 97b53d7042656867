/// Takes up to so many of a character off the ends of every token.
struct StripDecoder: TokenDecoder {
    static let type = "Strip"

    private let content: [UInt8]
    private let start: Int
    private let stop: Int

    init(_ stage: StageScope) throws(TokenizationError) {
        content = Array(String(try stage.scalar("content", default: " ")).utf8)
        start = try stage.integer("start", default: 0, in: 0...1_000_000)
        stop = try stage.integer("stop", default: 0, in: 0...1_000_000)
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        tokens.map { token in
            var rest = token[...]
            var count = 0
            while count < start, rest.starts(with: content) {
                rest = rest.dropFirst(content.count)
                count += 1
            }
            count = 0
            while count < stop, rest.count >= content.count,
                rest.suffix(content.count).elementsEqual(content)
            {
                rest = rest.dropLast(content.count)
                count += 1
            }
            return Array(rest)
        }
    }
}
