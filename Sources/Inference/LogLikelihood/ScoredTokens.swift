/// Tokens of which the last are to be scored, each given all before it.
package struct ScoredTokens: Sendable, Equatable {
    /// What is given, then what is scored.
    package let tokens: [Int]
    /// How many of the last tokens are scored; at least 1, and fewer than there are tokens.
    package let count: Int

    /// A continuation of a context, cut on the left to what a model takes.
    ///
    /// The model is run on all tokens but the last, so one more than its context can be used.
    ///
    /// - Parameters:
    ///   - context: At least one token.
    ///   - continuation: At least one, at most `contextLength`.
    ///   - contextLength: The most tokens that the model takes.
    /// - Throws: ``InferenceError/generation(setting:expected:found:)`` if either is empty, or
    ///   ``InferenceError/contextLength(tokens:limit:)``.
    package init(
        context: [Int],
        continuation: [Int],
        contextLength: Int
    ) throws(InferenceError) {
        guard !context.isEmpty, !continuation.isEmpty else {
            throw .generation(
                setting: context.isEmpty ? "a context" : "a continuation",
                expected: "at least one token",
                found: "none"
            )
        }
        guard continuation.count <= contextLength else {
            throw .contextLength(tokens: continuation.count, limit: contextLength)
        }
        tokens = Array((context + continuation).suffix(contextLength + 1))
        count = continuation.count
    }

    /// What the model is run on.
    var inputs: ArraySlice<Int> { tokens.dropLast() }
}

/// How likely a model finds tokens.
package struct TokenLikelihoods: Sendable, Equatable {
    /// The natural logarithm of each token's probability, given all before it; at most 0.
    package var logProbabilities: [Double]
    /// Whether each token is the one with the highest score, the first of equals.
    package var isBest: [Bool]

    package init(logProbabilities: [Double], isBest: [Bool]) {
        self.logProbabilities = logProbabilities
        self.isBest = isBest
    }

    /// The logarithm of the probability of all.
    package var sum: Double { logProbabilities.reduce(0, +) }

    /// Whether greedy decoding would give these tokens.
    package var isGreedy: Bool { isBest.allSatisfy(\.self) }
}
