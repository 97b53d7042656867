/// Makes bytes of characters that stand for bytes; what is not UTF-8 becomes U+FFFD.
struct ByteLevelDecoder: TokenDecoder {
    static let type = "ByteLevel"

    init() {}
    init(_ stage: StageScope) throws(TokenizationError) {}

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        let bytes = tokens.flatMap { token -> [UInt8] in
            let scalars = String(decoding: token, as: UTF8.self).unicodeScalars
            var bytes: [UInt8] = []
            for scalar in scalars {
                // A token with any other character is text already.
                guard let byte = ByteAlphabet.bytes[scalar] else { return token }
                bytes.append(byte)
            }
            return bytes
        }
        return [Array(String(decoding: bytes, as: UTF8.self).utf8)]
    }
}
