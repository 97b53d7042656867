/// One answer to a prompt.
package struct GeneratedText: Sendable, Equatable {
    /// Why an answer ended.
    package enum End: Sendable, Equatable {
        /// The model gave an end token, which is the last of the tokens.
        case endToken(Int)
        /// A stop string came; it and what followed are not in the text.
        case stopString
        /// There are as many tokens as were asked for.
        case length
        /// There is no more room in the model's context.
        case context
    }

    /// The prompt's tokens, as the model was given them.
    package var prompt: [Int]
    /// The tokens that were added.
    package var tokens: [Int]
    /// What the prompt's text grew by, special tokens left out; nil without a tokenizer.
    package var text: String?
    package var end: End
    /// Of a beam search: the log-probability over the length to the length penalty.
    package var score: Double?
}
