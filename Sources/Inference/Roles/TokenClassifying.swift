package import Tensors
package import Tokenization

/// A model that gives every label of a fixed list a score for each token of a text.
package protocol TokenClassifying: TextReading {
    /// The names of the classes, in the order of the scores.
    var labels: [String] { get }

    /// The logits of the tokens of a batch of texts.
    ///
    /// - Returns: For each text `[T, labels.count]`, the added tokens among them.
    /// - Throws: ``InferenceError`` for tokens that the model does not have, or too many.
    func tokenLogits(for texts: [Encoding]) throws -> [Tensor]
}
