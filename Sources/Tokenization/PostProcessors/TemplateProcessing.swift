import Domain

/// Texts and added tokens in the order that two templates give, for one text and for a pair.
struct TemplateProcessing: PostProcessor {
    static let type = "TemplateProcessing"

    /// A part of a template.
    enum Part: Sendable {
        case text(Int, typeID: Int)
        case tokens([Int], typeID: Int)
    }

    private let single: [Part]
    private let pair: [Part]

    init(_ stage: StageScope) throws(TokenizationError) {
        single = try Self.template(stage, "single")
        pair = try Self.template(stage, "pair")
    }

    init(single: [Part], pair: [Part]) {
        self.single = single
        self.pair = pair
    }

    private static func template(
        _ stage: StageScope,
        _ key: String
    ) throws(TokenizationError) -> [Part] {
        var parts: [Part] = []
        var seen: Set<String> = []
        for piece in try stage.scopes(key) {
            if piece.value("Sequence") != nil {
                let sequence = try piece.scope("Sequence")
                let name = try sequence.string("id")
                guard name == "A" || name == "B" && key == "pair" else {
                    throw sequence.error("id", expected: "A, or B in a pair", found: .string(name))
                }
                guard seen.insert(name).inserted else {
                    throw sequence.error("id", expected: "each text once", found: .string(name))
                }
                let typeID = try sequence.integer("type_id", default: 0, in: 0...1000)
                parts.append(.text(name == "A" ? 0 : 1, typeID: typeID))
            } else {
                let token = try piece.scope("SpecialToken")
                parts.append(
                    .tokens(
                        try ids(stage, of: try token.string("id")),
                        typeID: try token.integer("type_id", default: 0, in: 0...1000)
                    )
                )
            }
        }
        return parts
    }

    private static func ids(
        _ stage: StageScope,
        of name: String
    ) throws(TokenizationError) -> [Int] {
        let expected = "an object with the ids of each token that a template names"
        guard let token = stage.value("special_tokens")?[name] else {
            throw stage.error("special_tokens.\(name)", expected: expected, found: nil)
        }
        let ids = (token["ids"]?.array ?? []).compactMap(\.integer)
        guard !ids.isEmpty, ids.allSatisfy({ (0..<Int(Int32.max)).contains($0) }) else {
            throw stage.error("special_tokens.\(name)", expected: expected, found: token)
        }
        return ids
    }

    func addedCount(isPair: Bool) -> Int {
        (isPair ? pair : single).reduce(0) { count, part in
            if case .tokens(let ids, _) = part { count + ids.count } else { count }
        }
    }

    func process(
        _ runs: [TokenRun],
        addsTokens: Bool,
        token: (Int) -> String?
    ) -> [TokenRun] {
        var result: [TokenRun] = []
        for part in runs.count == 2 ? pair : single {
            switch part {
            case .text(let index, let typeID):
                guard index < runs.count else { continue }
                var run = runs[index]
                run.typeID = typeID
                result.append(run)
            case .tokens(let ids, let typeID):
                guard addsTokens else { continue }
                for id in ids { result.append(AddedMark(id: id).run(typeID: typeID)) }
            }
        }
        return result
    }
}
