/// Scores the words of a transcript with an n-gram model as they are completed.
///
/// A word is what stands between two delimiters. When it ends, ``alpha`` × log P(word | words before)
/// + ``beta`` is added; at the end of the transcript a last word is scored too, and then the end of
/// the sentence, ``alpha`` × log P(`</s>` | words before), without ``beta``. Between delimiters nothing
/// is added, so a beam compares prefixes whose last words are not scored yet: beams for a language
/// model should be some ten times wider than without. Case counts: the model's words should be written
/// as the vocabulary writes them.
package struct WordLanguageModel: CTCLanguageModel {
    /// The weight of the language model.
    package let alpha: Double
    /// What every word adds, against a preference for few words.
    package let beta: Double
    private let model: NGramModel
    private let tokens: [String]
    private let delimiter: Int?

    /// Makes one for labels that stand for the given tokens, by id.
    package init(
        _ model: NGramModel,
        tokens: [String],
        delimiter: Int?,
        alpha: Double,
        beta: Double
    ) {
        self.model = model
        self.tokens = tokens
        self.delimiter = delimiter
        self.alpha = alpha
        self.beta = beta
    }

    package struct State: Sendable {
        var context: NGramModel.Context
        /// The word that is not complete yet.
        var word: String
    }

    package var start: State { State(context: model.start, word: "") }

    package func score(_ label: Int, after state: State) -> (score: Double, next: State) {
        guard label == delimiter else {
            return (0, State(context: state.context, word: state.word + tokens[label]))
        }
        let (score, context) = complete(state)
        return (score, State(context: context, word: ""))
    }

    package func end(_ state: State) -> Double {
        let (score, context) = complete(state)
        return score + alpha * model.end(after: context)
    }

    private func complete(_ state: State) -> (Double, NGramModel.Context) {
        if state.word.isEmpty { return (0, state.context) }
        let (score, context) = model.score(state.word, after: state.context)
        return (alpha * score + beta, context)
    }
}
