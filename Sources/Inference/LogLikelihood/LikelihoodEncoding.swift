/// Turns texts into the tokens that a likelihood is computed of, as lm-evaluation-harness does.
///
/// Source: EleutherAI/lm-evaluation-harness 0.4.13, `TemplateLM._encode_pair` and `.loglikelihood`,
/// `HFLM.tok_encode` and `.loglikelihood_rolling`, `utils.get_rolling_token_windows`.
package struct LikelihoodEncoding: Sendable {
    private let vocabulary: any TextVocabulary
    private let contextLength: Int

    /// The encoding for a model that takes so many tokens.
    package init(_ vocabulary: any TextVocabulary, contextLength: Int) {
        self.vocabulary = vocabulary
        self.contextLength = contextLength
    }

    /// The tokens of a continuation after its context.
    ///
    /// White space at the end of the context is moved to the continuation, both are encoded together,
    /// and what is beyond as many tokens as the context has alone is the continuation. Where the
    /// context is empty, the token that begins a text (else the one that ends it) stands for it. A
    /// context of nothing but white space counts as empty; the harness has no answer to it.
    ///
    /// - Throws: ``InferenceError`` if the continuation has no token or too many, or what the
    ///   tokenizer throws.
    package func pair(context: String, continuation: String) throws -> ScoredTokens {
        let (context, continuation) = Self.moveSpaces(context, continuation)
        var given: [Int] = [], scored: [Int]
        if context.isEmpty {
            scored = try vocabulary.ids(of: continuation, addsSpecialTokens: false)
            let prefix = try prefixToken()
            if scored.first == prefix { scored.removeFirst() }
            given = [prefix]
        } else {
            given = try ids(of: context)
            scored = Array(try ids(of: context + continuation).dropFirst(given.count))
        }
        return try ScoredTokens(
            context: given,
            continuation: scored,
            contextLength: contextLength
        )
    }

    /// The windows in which a text of any length is scored, every token of it once.
    ///
    /// The first begins with the token that begins a text; every other one has as much before what it
    /// scores as there is room for, at least one token. No window for an empty text.
    ///
    /// - Throws: ``InferenceError`` or what the tokenizer throws.
    package func windows(of text: String) throws -> [ScoredTokens] {
        try Self.windows(
            of: try ids(of: text),
            prefix: try prefixToken(),
            contextLength: contextLength
        )
    }

    /// The windows of a text that advance by a stride: each is as long as it may be, and scores only what
    /// those before it did not.
    ///
    /// Nothing stands before the text, so its first token is not scored. Source: Hugging Face, "Perplexity
    /// of fixed-length models" (transformers 4.49), with every token counted once: a mean over scored tokens, where
    /// older versions of that page averaged windows.
    ///
    /// - Parameters:
    ///   - text: Any text of two tokens or more.
    ///   - length: The tokens of a window; nil for all that the model takes.
    ///   - stride: The tokens that each window adds, from 1 to the length.
    /// - Returns: What is asked of the model, window after window.
    /// - Throws: ``InferenceError`` for a text of fewer than two tokens, or a length or stride that
    ///   cannot be.
    package func windows(of text: String, length: Int?, stride: Int) throws -> [ScoredTokens] {
        let tokens = try vocabulary.ids(of: text, addsSpecialTokens: false)
        let length = length ?? contextLength
        guard length >= 2, length <= contextLength else {
            throw InferenceError.generation(
                setting: "window",
                expected: contextLength < 2
                    ? "of a model that takes two tokens or more"
                    : "2 to \(contextLength), the tokens that the model takes",
                found: String(length)
            )
        }
        guard (1...length).contains(stride) else {
            throw InferenceError.generation(
                setting: "stride",
                expected: "1 to \(length), the tokens of a window",
                found: String(stride)
            )
        }
        guard tokens.count >= 2 else {
            throw InferenceError.generation(
                setting: "a text without a context",
                expected: "two tokens or more, since the first is not scored",
                found: String(tokens.count)
            )
        }
        var windows: [ScoredTokens] = []
        var done = 1
        var begin = 0
        while done < tokens.count {
            let end = min(begin + length, tokens.count)
            // Without overlap a window's first token has nothing before it, as that of the text.
            let first = max(done, begin + 1)
            if first < end {
                windows.append(
                    try ScoredTokens(
                        context: Array(tokens[begin..<first]),
                        continuation: Array(tokens[first..<end]),
                        contextLength: contextLength
                    )
                )
            }
            done = end
            begin += stride
        }
        return windows
    }

    /// The windows of a text's tokens; see ``windows(of:)``.
    package static func windows(
        of tokens: [Int],
        prefix: Int,
        contextLength: Int
    ) throws(InferenceError) -> [ScoredTokens] {
        var windows: [ScoredTokens] = []
        var done = 0
        while done < tokens.count {
            let end = min(tokens.count, done + contextLength)
            // What is run ends before the last token and is as long as the context.
            let start = max(0, end - 1 - contextLength)
            let context = done == 0 ? [prefix] : Array(tokens[start..<done])
            windows.append(
                try ScoredTokens(
                    context: context,
                    continuation: Array(tokens[done..<end]),
                    contextLength: contextLength
                )
            )
            done = end
        }
        return windows
    }

    /// What stands before a text that nothing stands before.
    private func prefixToken() throws(InferenceError) -> Int {
        guard let token = vocabulary.beginningToken ?? vocabulary.endToken else {
            throw .generation(
                setting: "an empty context",
                expected: "a token that begins or ends a text to stand for it",
                found: "a tokenizer without one"
            )
        }
        return token
    }

    /// The ids of a text with the tokens that the tokenizer adds, unless it has the first already.
    private func ids(of text: String) throws -> [Int] {
        let prefix = try prefixToken()
        let first = vocabulary.text(
            of: [prefix],
            skipsSpecialTokens: false,
            cleansUp: false
        )
        let hasIt = text.unicodeScalars.starts(with: first.unicodeScalars)
        return try vocabulary.ids(of: text, addsSpecialTokens: !hasIt)
    }

    /// Moves the white space at the end of a context to the beginning of what follows.
    package static func moveSpaces(_ context: String, _ continuation: String) -> (String, String) {
        let scalars = Array(context.unicodeScalars)
        let kept = scalars.count - scalars.reversed().prefix(while: isSpace).count
        return (text(scalars[..<kept]), text(scalars[kept...]) + continuation)
    }

    /// White space as Python's `str.isspace` has it.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
