import Domain

/// Makes text of tokens again.
protocol TokenDecoder: Sendable {
    /// Its `type` in tokenizer.json.
    static var type: String { get }

    /// Reads it as tokenizer.json describes it.
    init(_ stage: StageScope) throws(TokenizationError)

    /// Rewrites tokens, in UTF-8, so that the text is what results when they are joined.
    func decode(_ tokens: [[UInt8]]) -> [[UInt8]]
}

/// Every kind of decoder that a tokenizer.json may hold.
let tokenDecoderCatalog = Catalog<any TokenDecoder.Type>(
    kind: "tokenizer decoder",
    [
        BPEDecoder.self,
        ByteFallbackDecoder.self,
        ByteLevelDecoder.self,
        CTCDecoder.self,
        DecoderSequence.self,
        FuseDecoder.self,
        MetaspaceDecoder.self,
        ReplaceDecoder.self,
        StripDecoder.self,
        WordPieceDecoder.self,
    ],
    names: { [$0.type] }
)

/// Decoders one after another.
struct DecoderSequence: TokenDecoder {
    static let type = "Sequence"

    private let decoders: [any TokenDecoder]

    init(_ stage: StageScope) throws(TokenizationError) {
        var decoders: [any TokenDecoder] = []
        for scope in try stage.scopes("decoders") {
            decoders.append(try scope.stage(tokenDecoderCatalog).init(scope))
        }
        self.decoders = decoders
    }

    func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
        decoders.reduce(tokens) { $1.decode($0) }
    }
}

extension [UInt8] {
    /// Itself with a text in the place of every occurrence of another.
    func replacing(_ old: [UInt8], with new: [UInt8]) -> [UInt8] {
        guard !old.isEmpty, count >= old.count else { return self }
        return withUnsafeBufferPointer { bytes in
            // The closure of a pattern of plain text throws nothing.
            let matches = (try? Pattern.text(old).matches(in: bytes)) ?? []
            guard matches.contains(where: \.isMatch) else { return self }
            return matches.flatMap { $0.isMatch ? new : Array(bytes[$0.range]) }
        }
    }

    /// Itself with texts put in the place of others, one after another; all of these have a space.
    func replacing(_ replacements: [(String, String)]) -> [UInt8] {
        guard contains(0x20) else { return self }
        return replacements.reduce(self) { $0.replacing(Array($1.0.utf8), with: Array($1.1.utf8)) }
    }
}
