package import Tensors
package import Tokenization

/// A model that says which token belongs where, seeing the text on both sides.
package protocol MaskFilling: TextReading {
    /// V, the number of tokens that it chooses among.
    var vocabularyCount: Int { get }

    /// The logits over the vocabulary at some places of each text.
    ///
    /// - Parameters:
    ///   - texts: Usually with mask tokens at those places.
    ///   - places: For each text the indices of tokens.
    /// - Returns: For each text `[places, V]`.
    /// - Throws: ``InferenceError`` for tokens that the model does not have, or too many.
    func vocabularyLogits(for texts: [Encoding], at places: [[Int]]) throws -> [Tensor]
}
