/// Cuts at white space, which it drops, and around every punctuation character.
///
/// Source: Devlin et al. 2019, `tokenization.py`.
struct BertPreTokenizer: PreTokenizer {
    static let type = "BertPreTokenizer"

    init() {}
    init(_ stage: StageScope) throws(TokenizationError) {}

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text in
            var words: [Range<Int>] = []
            var start = 0
            var index = 0
            while index < text.count {
                let end = index + scalarWidth(text[index])
                let traits = ScalarTraits.of(text.scalar(at: index))
                let isDelimiter = traits.contains(.delimiter)
                if isDelimiter || traits.contains(.whitespace) {
                    if start < index { words.append(start..<index) }
                    if isDelimiter { words.append(index..<end) }
                    start = end
                }
                index = end
            }
            if start < text.count { words.append(start..<text.count) }
            return words
        }
    }
}
