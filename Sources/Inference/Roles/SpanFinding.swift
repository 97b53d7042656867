package import Tensors
package import Tokenization

/// A model that scores every token of a question and its text as the beginning and the end of the
/// answer.
package protocol SpanFinding: TextReading {
    /// The logits of a batch of pairs, the question first.
    ///
    /// - Returns: For each pair `[T, 2]`: that the answer begins at a token, and that it ends there.
    /// - Throws: ``InferenceError`` for tokens that the model does not have, or too many.
    func spanLogits(for texts: [Encoding]) throws -> [Tensor]
}
