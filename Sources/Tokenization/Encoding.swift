/// A text, or a pair of texts, as a model is given it.
///
/// All arrays have one member a token.
package struct Encoding: Sendable, Equatable {
    /// Rows of the model's embedding.
    package var ids: [Int]
    /// The vocabulary's words for them.
    package var tokens: [String]
    /// Where each token came from, in Unicode scalars of its text; empty (0..<0) for a token that was
    /// added.
    package var offsets: [Range<Int>]
    /// Which text each token is of, as models with segments are told: 0 or 1.
    package var typeIDs: [Int]
    /// Whether a token was added: `[CLS]`, `<s>`, padding.
    package var isSpecial: [Bool]
    /// Which text each token is of, 0 or 1; nil for a token that was added.
    package var sequences: [Int?]
    /// Which word of its text each token is of; nil for a token that was added.
    package var words: [Int?]

    package init(
        ids: [Int] = [],
        tokens: [String] = [],
        offsets: [Range<Int>] = [],
        typeIDs: [Int] = [],
        isSpecial: [Bool] = [],
        sequences: [Int?] = [],
        words: [Int?] = []
    ) {
        self.ids = ids
        self.tokens = tokens
        self.offsets = offsets
        self.typeIDs = typeIDs
        self.isSpecial = isSpecial
        self.sequences = sequences
        self.words = words
    }

    /// The number of tokens.
    package var count: Int { ids.count }
}
