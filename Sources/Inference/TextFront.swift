package import Tokenization

/// A text model's tokenizer and how many tokens it takes.
///
/// A model runs on ids without a tokenizer, so that what is wrong with one is told when a text is to be
/// read and not before.
package struct TextFront: Sendable {
    /// The most tokens that a text, or a pair, may become; what is longer is cut.
    package let maximumLength: Int
    private let loaded: Result<Tokenizer, any Error>

    /// Reads a folder's tokenizer.
    ///
    /// - Parameters:
    ///   - folder: The checkpoint's.
    ///   - limit: The most tokens that the model's positions take; the tokenizer may say less.
    package init(folder: String, limit: Int) {
        loaded = Result { try Tokenizer(folder: folder) }
        let own = (try? loaded.get())?.maximumLength ?? limit
        maximumLength = max(1, min(limit, own))
    }

    private init(maximumLength: Int, _ loaded: Result<Tokenizer, any Error>) {
        self.maximumLength = maximumLength
        self.loaded = loaded
    }

    /// The same tokenizer with a lower limit.
    package func limited(to length: Int) -> TextFront {
        TextFront(maximumLength: max(1, min(length, maximumLength)), loaded)
    }

    /// The tokenizer.
    ///
    /// - Throws: Why it could not be read.
    package var tokenizer: Tokenizer { get throws { try loaded.get() } }

    /// A text's tokens, with those that the model wants around them, cut to ``maximumLength``.
    ///
    /// - Parameters:
    ///   - text: Any text; an empty one has only the added tokens.
    ///   - pair: A second text.
    ///   - strategy: Which of two texts is cut.
    /// - Returns: At most ``maximumLength`` tokens.
    /// - Throws: Why there is no tokenizer, or no room for what must not be cut.
    package func encode(
        _ text: String,
        pair: String? = nil,
        cutting strategy: Truncation.Strategy = .longestFirst
    ) throws -> Encoding {
        let tokenizer = try tokenizer
        return try tokenizer.encode(
            text,
            pair: pair,
            truncation: Truncation(
                maximumLength: maximumLength,
                strategy: strategy,
                side: tokenizer.truncationSide
            )
        )
    }
}
