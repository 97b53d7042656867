/// A model that gives pictures and texts vectors of one space, in which what belongs together is near.
package protocol ImageTextMatching: ImageEmbedding {
    /// What a product of two vectors is multiplied by before the softmax over texts.
    var logitScale: Float { get }

    /// The vectors of any number of texts, each of length 1; a text that is too long is cut.
    ///
    /// - Returns: `[B][D]`; the same for a text whatever the batch it is in.
    /// - Throws: Why there is no tokenizer.
    func embeddings(of texts: [String]) throws -> [[Float]]

    /// The vectors of texts given as tokens, those that begin and end a text among them.
    ///
    /// - Returns: `[B][D]`; the same for a text whatever the batch it is in.
    /// - Throws: ``InferenceError`` for a text without tokens, with more than the model takes, or with
    ///   one that it does not have.
    func embeddings(ofTokens texts: [[Int]]) throws -> [[Float]]
}

extension ImageTextMatching {
    /// How near two vectors are to each other: their product, summed in double precision, times
    /// ``logitScale``.
    package func logit(of a: [Float], and b: [Float]) -> Float {
        logitScale * Float(zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) })
    }
}
