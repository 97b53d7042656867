/// Cuts at white space, which it drops.
struct WhitespaceSplit: PreTokenizer {
    static let type = "WhitespaceSplit"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text in
            Pattern.scalars(in: text) { ScalarTraits.of($0).contains(.whitespace) }.split(.removed)
        }
    }
}
