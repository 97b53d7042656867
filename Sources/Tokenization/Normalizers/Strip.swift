/// Drops white space at the ends of a text.
struct Strip: TextRewriter {
    static let type = "Strip"

    private let left: Bool
    private let right: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        left = try stage.bool("strip_left")
        right = try stage.bool("strip_right")
    }

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.strip(left: left, right: right)
    }
}
