/// A back-off model of word sequences, of any order.
///
/// log P(w | h) is the n-gram's own if the model has it, else the back-off weight of h (0 if it has
/// none) plus log P(w | h without its first word). Words that the model lacks are its `<unk>`; a model
/// without one gives them 10⁻¹⁰⁰, as KenLM does. Logarithms here are natural; ARPA files have
/// logarithms to the base 10.
///
/// Source: Katz 1987; the file format, SRILM's manual page `ngram-format(5)`.
package struct NGramModel: Sendable {
    /// The most words that an n-gram has.
    package let order: Int
    /// How many n-grams there are of each length, from 1.
    package let counts: [Int]
    /// A word's number, which is that of its 1-gram.
    private let words: [String: Int32]
    /// Of each length n, from 2: the number of an n-gram by the number of its first n − 1 words as an
    /// n-gram of that length, and its last word.
    private let longer: [[Key: Int32]]
    /// Of each length n, from 1, by number.
    private let entries: [[Entry]]
    private let unknown: Int32?

    /// An n-gram by the words before the last, taken together, and the last.
    struct Key: Hashable {
        let context: Int32
        let word: Int32
    }

    /// Natural logarithms.
    struct Entry {
        /// Not a number if the n-gram is there only as the beginning of a longer one.
        var logProbability: Float
        var backOff: Float
    }

    init(
        counts: [Int],
        words: [String: Int32],
        longer: [[Key: Int32]],
        entries: [[Entry]]
    ) {
        order = counts.count
        self.counts = counts
        self.words = words
        self.longer = longer
        self.entries = entries
        unknown = words["<unk>"] ?? words["<UNK>"]
    }

    /// The words that the next one's probability depends on, at most ``order`` − 1, the last last.
    package struct Context: Sendable, Equatable {
        fileprivate var words: [Int32]
    }

    /// The context of a sentence's first word.
    package var start: Context {
        guard order > 1, let beginning = words["<s>"] else { return Context(words: []) }
        return Context(words: [beginning])
    }

    /// Whether the model has the word.
    package func has(_ word: String) -> Bool { words[word] != nil }

    /// The natural logarithm of a word's probability after a context, and the context after it.
    package func score(_ word: String, after context: Context) -> (Double, Context) {
        guard let id = words[word] ?? unknown else {
            return (Self.unknownLogProbability, Context(words: []))
        }
        var next = context.words + [id]
        if next.count > order - 1 { next.removeFirst(next.count - (order - 1)) }
        return (logProbability(of: id, after: context.words[...]), Context(words: next))
    }

    /// The natural logarithm of the probability that a sentence ends after a context; 0 for a model
    /// without `</s>`.
    package func end(after context: Context) -> Double {
        words["</s>"].map { logProbability(of: $0, after: context.words[...]) } ?? 0
    }

    /// The natural logarithm of the probability of a sentence: its words and its end.
    package func logProbability(ofSentence sentence: [String]) -> Double {
        var context = start
        var sum = 0.0
        for word in sentence {
            let (score, next) = score(word, after: context)
            sum += score
            context = next
        }
        return sum + end(after: context)
    }

    /// What a word gets that a model without `<unk>` lacks: log 10⁻¹⁰⁰.
    package static let unknownLogProbability = -230.258_509_299_404_57

    private func logProbability(of word: Int32, after context: ArraySlice<Int32>) -> Double {
        guard let first = context.first else {
            let own = entries[0][Int(word)].logProbability
            return own.isNaN ? Self.unknownLogProbability : Double(own)
        }
        // The context as an n-gram, if the model knows it.
        var node: Int32? = first
        for (length, next) in context.dropFirst().enumerated() {
            guard let known = node else { break }
            node = longer[length][Key(context: known, word: next)]
        }
        let shorter = context.dropFirst()
        guard let node else { return logProbability(of: word, after: shorter) }
        if let found = longer[context.count - 1][Key(context: node, word: word)] {
            let own = entries[context.count][Int(found)].logProbability
            if !own.isNaN { return Double(own) }
        }
        return Double(entries[context.count - 1][Int(node)].backOff)
            + logProbability(of: word, after: shorter)
    }
}
