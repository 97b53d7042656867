/// Drops every mark; after a decomposition these are the accents.
struct StripAccents: TextRewriter {
    static let type = "StripAccents"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        guard !segment.text.isASCII else { return }
        segment.filter { !ScalarTraits.of($0).contains(.combining) }
    }
}
