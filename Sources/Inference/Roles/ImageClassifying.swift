package import Media

/// A model that gives every label of a fixed list a score for a picture.
package protocol ImageClassifying: Sendable {
    /// The names of the classes, in the order of the scores.
    var labels: [String] { get }

    /// How logits become scores.
    var scoring: LabelScoring { get }

    /// The logits of a batch of pictures, as the reference's pipeline sees them.
    ///
    /// - Returns: `[B][labels.count]`; the same for a picture whatever the batch it is in.
    func logits(for images: [PixelImage]) throws -> [[Float]]
}

extension ImageClassifying {
    package var scoring: LabelScoring { .softmax }
}
