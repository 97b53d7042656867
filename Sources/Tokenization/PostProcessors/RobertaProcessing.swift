/// RoBERTa's `<s> A </s>` and `<s> A </s></s> B </s>`, all of type 0.
struct RobertaProcessing: PostProcessor {
    static let type = "RobertaProcessing"

    private let separator: AddedMark
    private let classification: AddedMark
    private let trimsOffsets: Bool
    private let addsPrefixSpace: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        separator = try AddedMark(stage, "sep")
        classification = try AddedMark(stage, "cls")
        trimsOffsets = try stage.bool("trim_offsets", default: true)
        addsPrefixSpace = try stage.bool("add_prefix_space", default: true)
    }

    init(separator: Int, classification: Int, trimsOffsets: Bool, addsPrefixSpace: Bool) {
        self.separator = AddedMark(id: separator)
        self.classification = AddedMark(id: classification)
        self.trimsOffsets = trimsOffsets
        self.addsPrefixSpace = addsPrefixSpace
    }

    func addedCount(isPair: Bool) -> Int { isPair ? 4 : 2 }

    func process(
        _ runs: [TokenRun],
        addsTokens: Bool,
        token: (Int) -> String?
    ) -> [TokenRun] {
        var result: [TokenRun] = []
        for (index, var run) in runs.enumerated() {
            run.typeID = 0
            if trimsOffsets { run.trimSpaces(addsPrefixSpace, token) }
            if addsTokens {
                result.append((index == 0 ? classification : separator).run(typeID: 0))
            }
            result.append(run)
            if addsTokens { result.append(separator.run(typeID: 0)) }
        }
        return result
    }
}
