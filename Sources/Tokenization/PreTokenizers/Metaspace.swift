/// Makes spaces visible (▁) and cuts before each.
///
/// Source: Kudo and Richardson 2018; `pre_tokenizers/metaspace` of the tokenizers library 0.21.
struct Metaspace: PreTokenizer {
    static let type = "Metaspace"

    /// Where a text that begins without one gets a space.
    enum Scheme: String, Sendable, CaseIterable {
        /// Before every stretch of text.
        case always
        /// Before the first only, not after an added token.
        case first
        case never
    }

    private let replacement: Unicode.Scalar
    private let scheme: Scheme
    private let cuts: Bool

    init(_ stage: StageScope) throws(TokenizationError) {
        replacement = try stage.scalar("replacement", default: "▁")
        scheme = try stage.prependScheme()
        cuts = try stage.bool("split", default: true)
    }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        let mark = String(replacement)
        let bytes = Array(mark.utf8)
        try passage.rewriteWords { segment throws(TokenizationError) in
            segment.replace(try Pattern.text([0x20]).matches(in: segment), with: bytes)
            let prepends =
                switch scheme {
                case .always: true
                case .first: segment.origin.lowerBound == 0
                case .never: false
                }
            if prepends, !segment.text.starts(with: bytes) { segment.prepend(mark) }
            guard cuts else { return [0..<segment.text.count] }
            return try Pattern.text(bytes).matches(in: segment).split(.mergedWithNext)
        }
    }
}

extension StageScope {
    /// Where a text gets a space, in the new spelling or the old.
    func prependScheme() throws(TokenizationError) -> Metaspace.Scheme {
        if let name = try optionalString("prepend_scheme") {
            guard let scheme = Metaspace.Scheme(rawValue: name) else {
                throw error(
                    "prepend_scheme",
                    expected: "always, first or never",
                    found: value("prepend_scheme")
                )
            }
            return scheme
        }
        return try bool("add_prefix_space", default: true) ? .always : .never
    }
}
