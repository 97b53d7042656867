/// A model that is given texts, as tokens of its own tokenizer.
package protocol TextReading: Sendable {
    /// What makes tokens of texts.
    var front: TextFront { get }
}
