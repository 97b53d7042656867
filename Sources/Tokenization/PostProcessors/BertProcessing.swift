/// BERT's `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`.
struct BertProcessing: PostProcessor {
    static let type = "BertProcessing"

    private let separator: AddedMark
    private let classification: AddedMark

    init(_ stage: StageScope) throws(TokenizationError) {
        separator = try AddedMark(stage, "sep")
        classification = try AddedMark(stage, "cls")
    }

    func addedCount(isPair: Bool) -> Int { isPair ? 3 : 2 }

    func process(
        _ runs: [TokenRun],
        addsTokens: Bool,
        token: (Int) -> String?
    ) -> [TokenRun] {
        guard addsTokens else { return runs }
        var result = [classification.run(typeID: 0)]
        for (index, var run) in runs.enumerated() {
            run.typeID = index
            result += [run, separator.run(typeID: index)]
        }
        return result
    }
}
