/// Sets numbers apart, digit by digit or together.
struct Digits: PreTokenizer {
    static let type = "Digits"

    private let isIndividual: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        isIndividual = try stage.bool("individual_digits", default: false)
    }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text in
            Pattern.scalars(in: text) { ScalarTraits.of($0).contains(.number) }
                .split(isIndividual ? .isolated : .contiguous)
        }
    }
}
