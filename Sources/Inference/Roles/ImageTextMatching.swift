/// A model that gives pictures and texts vectors of one space, in which what belongs together is near.
package protocol ImageTextMatching: ImageEmbedding {
    /// What a product of two vectors is multiplied by before the softmax over texts.
    var logitScale: Float { get }

    /// The vectors of any number of texts, each of length 1; a text that is too long is cut.
    ///
    /// - Returns: `[B][D]`; the same for a text whatever the batch it is in.
    /// - Throws: Why there is no tokenizer.
    func embeddings(of texts: [String]) throws -> [[Float]]
}
