/// Keeps runs of word characters and runs of other characters, and drops white space.
struct Whitespace: PreTokenizer {
    static let type = "Whitespace"

    init(_ stage: StageScope) throws(TokenizationError) {}

    private enum Kind { case space, word, other }

    func cut(_ passage: inout Passage) throws(TokenizationError) {
        try passage.split { text in
            var words: [Range<Int>] = []
            var start = 0
            var kind = Kind.space
            var index = 0
            while index < text.count {
                let traits = ScalarTraits.of(text.scalar(at: index))
                let next: Kind =
                    traits.contains(.word) ? .word : traits.contains(.whitespace) ? .space : .other
                if next != kind {
                    if kind != .space { words.append(start..<index) }
                    start = index
                    kind = next
                }
                index += scalarWidth(text[index])
            }
            if kind != .space { words.append(start..<text.count) }
            return words
        }
    }
}
