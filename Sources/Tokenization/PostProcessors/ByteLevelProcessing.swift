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
    /// A space at the front may have been added, so that it is not in the text.
    mutating func trimSpaces(_ addsPrefixSpace: Bool, _ token: (Int) -> String?) {
        for index in tokens.indices {
            let range = tokens[index].offsets
            var (leading, trailing) =
                tokens[index].found.map { $0.withUnsafeBufferPointer(Self.spaces) }
                ?? Self.spaces(token(tokens[index].id) ?? "")
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

    /// How many spaces a token begins and ends with, byte-level ones included.
    private static func spaces(_ token: String) -> (leading: Int, trailing: Int) {
        var token = token
        return token.withUTF8(spaces)
    }

    private static func spaces(
        _ text: UnsafeBufferPointer<UInt8>
    ) -> (leading: Int, trailing: Int) {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == ByteAlphabet.space || ScalarTraits.of(scalar).contains(.whitespace)
        }
        var leading = 0, trailing = 0
        var start = 0, end = text.count
        while start < text.count, isSpace(text.scalar(at: start)) {
            leading += 1
            start += scalarWidth(text[start])
        }
        while end > 0, isSpace(text.scalar(before: end).0) {
            trailing += 1
            end = text.scalar(before: end).1
        }
        return (leading, trailing)
    }
}
