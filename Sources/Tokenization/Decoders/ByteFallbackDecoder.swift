/// Makes bytes of the tokens `<0x00>` to `<0xFF>`; of runs that are not UTF-8 every byte is U+FFFD.
struct ByteFallbackDecoder: TokenDecoder {
    static let type = "ByteFallback"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var run: [UInt8] = []
        func flush() {
            guard !run.isEmpty else { return }
            if String(validating: run, as: UTF8.self) != nil {
                result.append(run)
            } else {
                for _ in run { result.append(Array("\u{FFFD}".utf8)) }
            }
            run = []
        }
        for token in tokens {
            if let byte = Self.byte(token) {
                run.append(byte)
            } else {
                flush()
                result.append(token)
            }
        }
        flush()
        return result
    }

    private static func byte(_ token: [UInt8]) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else {
            return nil
        }
        return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
    }
}
