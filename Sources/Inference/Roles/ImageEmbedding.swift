package import Media

/// A model that gives a picture a vector.
package protocol ImageEmbedding: Sendable {
    /// The vectors of a batch of pictures, each of length 1.
    ///
    /// - Returns: `[B][D]`; the same for a picture whatever the batch it is in.
    /// - Throws: ``InferenceError/noPreprocessor(folder:)``, or what preprocessing throws.
    func embeddings(of images: [PixelImage]) throws -> [[Float]]
}
