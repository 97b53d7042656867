/// What BERT does to a text: cleans it, sets Chinese characters apart, drops accents, lowers its case.
///
/// Source: Devlin et al. 2019, `tokenization.py`; `normalizers/bert` of the tokenizers library 0.21.
struct BertNormalizer: TextRewriter {
    static let type = "BertNormalizer"

    /// Drops control characters and makes every white space a space.
    var cleansText = true
    var handlesChinese = true
    /// Nil: where the case is lowered.
    var stripsAccents: Bool?
    var lowersCase = true

    init() {}

    init(_ stage: StageScope) throws(TokenizationError) {
        cleansText = try stage.bool("clean_text", default: true)
        handlesChinese = try stage.bool("handle_chinese_chars", default: true)
        stripsAccents = try stage.optionalBool("strip_accents")
        lowersCase = try stage.bool("lowercase", default: true)
    }

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        if segment.text.isASCII {
            rewriteASCII(&segment)
            return
        }
        if cleansText { clean(&segment) }
        if handlesChinese { setChineseApart(&segment) }
        if stripsAccents ?? lowersCase { stripAccents(&segment) }
        if lowersCase { Lowercase.lower(&segment) }
    }

    private func rewriteASCII(_ segment: inout Segment) {
        segment.mapASCII { byte in
            if cleansText {
                if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { return 0x20 }
                if byte < 0x20 || byte == 0x7F { return nil }
            }
            return lowersCase && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        }
    }

    private func clean(_ segment: inout Segment) {
        segment.filter {
            $0.value != 0xFFFD && !ScalarTraits.of($0).contains(.control)
        }
        segment.map { ScalarTraits.of($0).contains(.whitespace) ? " " : nil }
    }

    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
            // The gap before 0x2B920 is the reference's.
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    private func setChineseApart(_ segment: inout Segment) {
        segment.map { Self.isChinese($0) ? " \($0) " : nil }
    }

    private func stripAccents(_ segment: inout Segment) {
        if let edits = NormalForm.nfd.edits(of: segment.scalars) { segment.rewrite(edits) }
        segment.filter { !ScalarTraits.of($0).contains(.accent) }
    }
}
