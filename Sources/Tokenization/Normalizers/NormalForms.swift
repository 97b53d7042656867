/// NFC: composes what stands for one character.
struct CanonicalComposition: TextRewriter {
    static let type = "NFC"

    init() {}
    init(_ stage: StageScope) throws(TokenizationError) {}

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.bring(into: .nfc)
    }
}

/// NFD: takes characters apart into letters and marks.
struct CanonicalDecomposition: TextRewriter {
    static let type = "NFD"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.bring(into: .nfd)
    }
}

/// NFKC: NFC, with compatibility characters such as ligatures made plain.
struct CompatibilityComposition: TextRewriter {
    static let type = "NFKC"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.bring(into: .nfkc)
    }
}

/// NFKD: NFD, with compatibility characters such as ligatures made plain.
struct CompatibilityDecomposition: TextRewriter {
    static let type = "NFKD"

    init(_ stage: StageScope) throws(TokenizationError) {}

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        segment.bring(into: .nfkd)
    }
}

extension Segment {
    fileprivate mutating func bring(into form: NormalForm) {
        guard !text.isASCII else { return }
        if let edits = form.edits(of: scalars) { rewrite(edits) }
    }
}
