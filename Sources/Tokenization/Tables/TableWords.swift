/// Splits the texts of a table into tokens: WordPiece, but for special tokens that a text spells out
/// and for cells that say nothing.
///
/// Source: transformers 4.49, `tokenization_tapas.py`, `_tokenize`, and `tokenization_utils.py`.
package struct TableWords: Sendable {
    package let classification: Int
    package let separator: Int
    private let empty: Int
    /// The special tokens that a text may spell out, in Unicode scalars.
    private let special: [(scalars: [Unicode.Scalar], id: Int)]
    /// Their first characters, mostly brackets; nearly no text has one.
    private let starts: Set<Unicode.Scalar>
    /// Whether a token goes on with a word, by id.
    private let isInner: [Bool]
    private let pieces: @Sendable (String) throws -> [Int]

    /// A tokenizer's tokens and its way to split words.
    ///
    /// - Parameters:
    ///   - tokens: The vocabulary by id.
    ///   - special: The special tokens: text and id.
    ///   - empty: The id of the token of cells that say nothing.
    ///   - classification: The id of `[CLS]`.
    ///   - separator: The id of `[SEP]`.
    ///   - pieces: Splits a text without special tokens.
    package init(
        tokens: [String],
        special: [(token: String, id: Int)],
        empty: Int,
        classification: Int,
        separator: Int,
        pieces: @escaping @Sendable (String) throws -> [Int]
    ) {
        self.empty = empty
        self.classification = classification
        self.separator = separator
        // The longest first, so that it is found where one begins with another.
        self.special = special.map { (Array($0.token.unicodeScalars), $0.id) }
            .filter { !$0.0.isEmpty }
            .sorted { $0.0.count > $1.0.count }
        starts = Set(self.special.compactMap(\.scalars.first))
        isInner = tokens.map { $0.utf8.starts(with: "##".utf8) }
        self.pieces = pieces
    }

    /// A text's tokens and where their words begin.
    package struct Text: Sendable, Equatable {
        package let ids: [Int]
        /// For each token, the first token of its word.
        package let wordStarts: [Int]

        /// The number of tokens of the words that begin before a token; they are the first ones.
        func count(ofWordsBefore limit: Int) -> Int {
            wordStarts.firstIndex { $0 >= limit } ?? wordStarts.count
        }
    }

    /// Splits a text; one without a character has no token.
    package func split(_ text: String) throws -> Text {
        var ids: [Int] = []
        for part in parts(text) {
            switch part {
            case .special(let id): ids.append(id)
            case .text(let text) where MatchText.isEmptyCell(text): ids.append(empty)
            case .text(let text): ids += try pieces(text)
            }
        }
        var start = 0
        let starts = ids.enumerated().map { index, id in
            if !(isInner.indices.contains(id) && isInner[id]) { start = index }
            return start
        }
        return Text(ids: ids, wordStarts: starts)
    }

    private enum Part {
        case special(Int)
        case text(String)
    }

    /// The text cut at special tokens that it spells out; no part is without a character.
    private func parts(_ text: String) -> [Part] {
        guard !text.isEmpty else { return [] }
        guard text.unicodeScalars.contains(where: starts.contains) else { return [.text(text)] }
        let scalars = Array(text.unicodeScalars)
        var parts: [Part] = []
        var start = 0
        func close(_ end: Int) {
            guard end > start else { return }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<end])
            parts.append(.text(String(view)))
        }
        var index = 0
        while index < scalars.count {
            let rest = scalars[index...]
            if starts.contains(scalars[index]),
                let found = special.first(where: { rest.starts(with: $0.scalars) })
            {
                close(index)
                parts.append(.special(found.id))
                index += found.scalars.count
                start = index
            } else {
                index += 1
            }
        }
        close(scalars.count)
        return parts
    }
}
