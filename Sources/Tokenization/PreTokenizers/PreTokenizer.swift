import Domain

/// Cuts a text into the words that the model sees.
protocol PreTokenizer: Sendable {
    /// Its `type` in tokenizer.json.
    static var type: String { get }

    /// Reads it as tokenizer.json describes it.
    init(_ stage: StageScope) throws(TokenizationError)

    /// Cuts every word into smaller ones.
    func cut(_ passage: inout Passage) throws(TokenizationError)
}

/// Every kind of pre-tokenizer that a tokenizer.json may hold.
let preTokenizerCatalog = Catalog<any PreTokenizer.Type>(
    kind: "tokenizer pre-tokenizer",
    [
        BertPreTokenizer.self,
        ByteLevel.self,
        CharDelimiterSplit.self,
        Digits.self,
        Metaspace.self,
        PreTokenizerSequence.self,
        Punctuation.self,
        Split.self,
        Whitespace.self,
        WhitespaceSplit.self,
    ],
    names: { [$0.type] }
)

/// Pre-tokenizers one after another.
struct PreTokenizerSequence: PreTokenizer {
    static let type = "Sequence"

    private let stages: [any PreTokenizer]

    init(_ stage: StageScope) throws(TokenizationError) {
        var stages: [any PreTokenizer] = []
        for scope in try stage.scopes("pretokenizers") {
            stages.append(try scope.stage(preTokenizerCatalog).init(scope))
        }
        self.stages = stages
    }

    init(_ stages: [any PreTokenizer]) {
        self.stages = stages
    }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        for stage in stages { try stage.cut(&passage) }
    }
}
