/// Cuts where a pattern matches, or where it does not.
struct Split: PreTokenizer {
    static let type = "Split"

    private let pattern: Pattern
    private let behavior: SplitBehavior
    private let isInverse: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        pattern = try stage.pattern("pattern")
        behavior = try stage.behavior(default: nil)
        isInverse = try stage.bool("invert", default: false)
    }

    init(_ pattern: Pattern, _ behavior: SplitBehavior, isInverse: Bool) {
        self.pattern = pattern
        self.behavior = behavior
        self.isInverse = isInverse
    }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text throws(TokenizationError) in
            var matches = try pattern.matches(in: text)
            if isInverse {
                matches = matches.map { Match(range: $0.range, isMatch: !$0.isMatch) }
            }
            return matches.split(behavior)
        }
    }
}

extension StageScope {
    /// What becomes of what matches.
    func behavior(default fallback: SplitBehavior?) throws(TokenizationError) -> SplitBehavior {
        if value("behavior") == nil, let fallback { return fallback }
        let name = try string("behavior")
        guard let behavior = SplitBehavior(rawValue: name) else {
            let known = SplitBehavior.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("behavior", expected: "one of \(known)", found: value("behavior"))
        }
        return behavior
    }
}
