/// Cuts at punctuation characters.
struct Punctuation: PreTokenizer {
    static let type = "Punctuation"

    private let behavior: SplitBehavior

    init(_ stage: StageScope) throws(TokenizationError) {
        behavior = try stage.behavior(default: .isolated)
    }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text in
            Pattern.scalars(in: text) { ScalarTraits.of($0).contains(.delimiter) }.split(behavior)
        }
    }
}
