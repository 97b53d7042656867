/// Puts a text in the place of every match of a pattern.
struct Replace: TextRewriter {
    static let type = "Replace"

    private let pattern: Pattern
    private let content: [UInt8]

    init(_ stage: StageScope) throws(TokenizationError) {
        pattern = try stage.pattern("pattern")
        content = Array(try stage.string("content").utf8)
    }

    init(_ pattern: Pattern, with content: String) {
        self.pattern = pattern
        self.content = Array(content.utf8)
    }

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.replace(try pattern.matches(in: segment), with: content)
    }
}
