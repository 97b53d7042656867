/// Lowers the case of every scalar by itself: a final Σ becomes σ like any other.
struct Lowercase: TextRewriter {
    static let type = "Lowercase"

    init() {}
    init(_ stage: StageScope) throws(TokenizationError) {}

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        Self.lower(&segment)
    }

    static func lower(_ segment: inout Segment) {
        if segment.text.isASCII {
            segment.mapASCII { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            return
        }
        segment.map { scalar in
            // Ideographs and syllables have no case.
            (0x3400..<0xA000).contains(scalar.value) || (0xAC00..<0xD7A4).contains(scalar.value)
                ? nil : scalar.lowercased
        }
    }
}
