/// Takes the spaces that byte-level tokens hold out of their offsets.
struct ByteLevelProcessing: PostProcessor {
    static let type = "ByteLevel"

    private let trimsOffsets: Bool
    private let addsPrefixSpace: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        trimsOffsets = try stage.bool("trim_offsets", default: true)
        addsPrefixSpace = try stage.bool("add_prefix_space", default: true)
    }

    func addedCount(isPair: Bool) -> Int { 0 }

    func process(
        _ runs: [TokenRun],
        addsTokens: Bool,
        token: (Int) -> String?
    ) -> [TokenRun] {
        guard trimsOffsets else { return runs }
        return runs.map { run in
            var run = run
            run.trimSpaces(addsPrefixSpace, token)
            return run
        }
    }
}

extension TokenRun {
    /// Takes spaces at the ends of tokens out of their offsets.
    ///
    /// - Parameter addsPrefixSpace: Whether a space at the front may have been added, so that it is
    ///   not in the text.
    mutating func trimSpaces(_ addsPrefixSpace: Bool, _ token: (Int) -> String?) {
        for index in tokens.indices {
            let range = tokens[index].offsets
            let text = tokens[index].found ?? Array((token(tokens[index].id) ?? "").utf8)
            var (leading, trailing) = Self.spaces(text)
            guard leading > 0 || trailing > 0 else { continue }
            var start = range.lowerBound
            var end = range.upperBound
            if leading > 0 {
                let isFirst = index == 0 || start == 0
                if isFirst, addsPrefixSpace, leading == 1 { leading = 0 }
                start = min(start + leading, end)
            }
            if trailing > 0, end >= trailing { end = max(end - trailing, start) }
            tokens[index].offsets = start..<end
        }
    }

    /// How many spaces a text begins and ends with, byte-level ones included.
    private static func spaces(_ text: [UInt8]) -> (leading: Int, trailing: Int) {
        // Most tokens have none.
        func mayBeSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte >= 0x80 }
        guard let first = text.first, let last = text.last, mayBeSpace(first) || mayBeSpace(last)
        else { return (0, 0) }
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == ByteAlphabet.space || ScalarTraits.of(scalar).contains(.whitespace)
        }
        return (scalars.prefix(while: isSpace).count, scalars.reversed().prefix(while: isSpace).count)
    }
}
