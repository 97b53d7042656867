package import Tokenization

/// A model that gives every label of a fixed list a score for a text, or for a pair of texts.
package protocol TextClassifying: TextReading {
    /// The names of the classes, in the order of the scores.
    var labels: [String] { get }

    /// How logits become scores.
    var scoring: LabelScoring { get }

    /// What the labels mean if they are those of natural-language inference; nil if they are others.
    var inference: NaturalLanguageInference? { get }

    /// The logits of a batch of texts.
    ///
    /// - Returns: `[B][labels.count]`; the same for a text whatever the batch it is in.
    /// - Throws: ``InferenceError`` for tokens that the model does not have, or too many.
    func logits(for texts: [Encoding]) throws -> [[Float]]
}
