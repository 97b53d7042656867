import Domain

/// Rewrites a text before it is cut into words.
///
/// tokenizer.json calls it a normalizer; that name is the scoring module's here.
protocol TextRewriter: Sendable {
    /// Its `type` in tokenizer.json.
    static var type: String { get }

    /// Reads it as tokenizer.json describes it.
    init(_ stage: StageScope) throws(TokenizationError)

    /// Rewrites a text in place.
    func rewrite(_ segment: inout Segment) throws(TokenizationError)
}

/// Every kind of normalizer that a tokenizer.json may hold.
let textRewriterCatalog = Catalog<any TextRewriter.Type>(
    kind: "tokenizer normalizer",
    [
        BertNormalizer.self,
        CanonicalComposition.self,
        CanonicalDecomposition.self,
        CompatibilityComposition.self,
        CompatibilityDecomposition.self,
        Lowercase.self,
        Precompiled.self,
        Prepend.self,
        Replace.self,
        RewriterSequence.self,
        Strip.self,
        StripAccents.self,
    ],
    names: { [$0.type] }
)

/// Rewriters one after another.
struct RewriterSequence: TextRewriter {
    static let type = "Sequence"

    private let rewriters: [any TextRewriter]

    init(_ stage: StageScope) throws(TokenizationError) {
        var rewriters: [any TextRewriter] = []
        for scope in try stage.scopes("normalizers") {
            rewriters.append(try scope.stage(textRewriterCatalog).init(scope))
        }
        self.rewriters = rewriters
    }

    init(_ rewriters: [any TextRewriter]) {
        self.rewriters = rewriters
    }

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        for rewriter in rewriters { try rewriter.rewrite(&segment) }
    }
}
