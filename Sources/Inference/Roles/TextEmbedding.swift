package import Tensors
package import Tokenization

/// A model that gives texts, and each of their tokens, vectors.
package protocol TextEmbedding: TextReading {
    /// Whether the checkpoint says how the vectors of tokens become one of the text.
    var embedsSentences: Bool { get }

    /// The tokens of a sentence, as embeddings of sentences want them.
    ///
    /// - Throws: Why there is no tokenizer.
    func encode(sentence: String) throws -> Encoding

    /// The last hidden states of a batch of texts.
    ///
    /// - Returns: For each text `[T, D]`, the added tokens among them.
    /// - Throws: ``InferenceError`` for tokens that the model does not have, or too many.
    func tokenStates(for texts: [Encoding]) throws -> [Tensor]

    /// One vector for each text of a batch.
    ///
    /// - Parameters:
    ///   - texts: From ``encode(sentence:)``.
    ///   - pooling: How the vectors of tokens become one; nil for the checkpoint's own way, with
    ///     whatever it does after that.
    /// - Returns: `[B][numbers]`; the same for a text whatever the batch it is in.
    /// - Throws: ``InferenceError/noSentenceEmbedding(folder:)`` for nil if the checkpoint has no own
    ///   way.
    func embeddings(for texts: [Encoding], pooling: TextPooling?) throws -> [[Float]]
}
