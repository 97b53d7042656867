/// Puts a text before every text that is not empty.
struct Prepend: TextRewriter {
    static let type = "Prepend"

    private let prefix: String

    init(_ stage: StageScope) throws(TokenizationError) {
        prefix = try stage.string("prepend")
    }

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.prepend(prefix)
    }
}
