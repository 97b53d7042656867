/// Turns texts into a model's token ids and back.
package protocol TextVocabulary: Sendable {
    /// The ids of a text.
    ///
    /// - Parameters:
    ///   - text: Any text, also an empty one.
    ///   - addsSpecialTokens: Whether the tokens are added that the tokenizer's settings put around
    ///     a text, such as a first one that begins it.
    /// - Returns: One id a token.
    /// - Throws: What makes a text impossible to encode.
    func ids(of text: String, addsSpecialTokens: Bool) throws -> [Int]

    /// The text of ids; bytes that are no UTF-8 become U+FFFD.
    ///
    /// - Parameters:
    ///   - ids: Any ids; those without a token are left out.
    ///   - skipsSpecialTokens: Whether the model's own tokens are left out.
    ///   - cleansUp: Whether spaces before marks are taken out, as the reference does with texts for
    ///     people. A text that grows must not be cleaned up, as a mark would change what was before it.
    /// - Returns: Nothing but the text; empty without ids.
    func text(of ids: [Int], skipsSpecialTokens: Bool, cleansUp: Bool) -> String

    /// The token that begins a text, if there is one.
    var beginningToken: Int? { get }
    /// The token that ends a text, if there is one.
    var endToken: Int? { get }
}
