/// Cuts at a character, which it drops.
struct CharDelimiterSplit: PreTokenizer {
    static let type = "CharDelimiterSplit"

    private let delimiter: Unicode.Scalar

    init(_ stage: StageScope) throws(TokenizationError) {
        delimiter = try stage.scalar("delimiter", default: " ")
    }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text in
            Pattern.scalars(in: text) { $0 == delimiter }.split(.removed)
        }
    }
}
