import Domain

/// A text's tokens on their way into an encoding.
struct TokenRun: Sendable {
    /// A token, its place in the text and what the stages ask about it.
    struct Token: Sendable {
        var id: Int
        /// In Unicode scalars of the text.
        var offsets: Range<Int>
        /// The word of the text that it is of; nil for a token that was added.
        var word: Int?
        /// The text that it was found as, where that is not its token: an added token with the space
        /// beside it.
        var found: [UInt8]?
    }

    var tokens: [Token]
    var typeID: Int
    /// Which text it is of; nil for tokens that were added.
    var sequence: Int?
}

/// Adds the tokens that a model expects around a text, and adjusts offsets.
protocol PostProcessor: Sendable {
    /// Its `type` in tokenizer.json.
    static var type: String { get }

    /// Reads it as tokenizer.json describes it.
    init(_ stage: StageScope) throws(TokenizationError)

    /// How many tokens it adds to one text, or to a pair.
    func addedCount(isPair: Bool) -> Int

    /// Adds what belongs around one or two texts.
    ///
    /// - Parameters:
    ///   - runs: The texts' tokens, the first's before the second's.
    ///   - addsTokens: Whether tokens are added; offsets and types are set all the same.
    ///   - token: The token of an id.
    /// - Returns: The texts' tokens and what was added, in order.
    func process(
        _ runs: [TokenRun],
        addsTokens: Bool,
        token: (Int) -> String?
    ) -> [TokenRun]
}

/// Every kind of post-processor that a tokenizer.json may hold.
let postProcessorCatalog = Catalog<any PostProcessor.Type>(
    kind: "tokenizer post-processor",
    [
        BertProcessing.self,
        ByteLevelProcessing.self,
        PostProcessorSequence.self,
        RobertaProcessing.self,
        TemplateProcessing.self,
    ],
    names: { [$0.type] }
)

/// Post-processors one after another.
struct PostProcessorSequence: PostProcessor {
    static let type = "Sequence"

    private let processors: [any PostProcessor]

    init(_ stage: StageScope) throws(TokenizationError) {
        var processors: [any PostProcessor] = []
        for scope in try stage.scopes("processors") {
            processors.append(try scope.stage(postProcessorCatalog).init(scope))
        }
        self.processors = processors
    }

    func addedCount(isPair: Bool) -> Int {
        processors.reduce(0) { $0 + $1.addedCount(isPair: isPair) }
    }

    func process(
        _ runs: [TokenRun],
        addsTokens: Bool,
        token: (Int) -> String?
    ) -> [TokenRun] {
        processors.reduce(runs) {
            $1.process($0, addsTokens: addsTokens, token: token)
        }
    }
}

/// A token that is added, and its id.
struct AddedMark: Sendable {
    let id: Int

    init(id: Int) {
        self.id = id
    }

    /// Reads `["[SEP]", 102]`.
    init(_ stage: StageScope, _ key: String) throws(TokenizationError) {
        guard let pair = stage.value(key)?.array, pair.count == 2, pair[0].string != nil,
            let id = pair[1].integer, (0..<Int(Int32.max)).contains(id)
        else {
            throw stage.error(key, expected: "a token and its id", found: stage.value(key))
        }
        self.id = id
    }

    func run(typeID: Int) -> TokenRun {
        TokenRun(
            tokens: [TokenRun.Token(id: id, offsets: 0..<0, word: nil, found: nil)],
            typeID: typeID,
            sequence: nil
        )
    }
}
