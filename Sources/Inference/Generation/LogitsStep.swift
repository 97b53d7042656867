/// A change of a model's scores before the next token is chosen.
package protocol LogitsStep: Sendable {
    /// Changes scores in place.
    ///
    /// - Parameters:
    ///   - scores: One for each token of the vocabulary, `[V]`; −∞ forbids a token.
    ///   - tokens: The prompt's and those added so far.
    func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int])
}

/// The steps that settings ask for, in the reference's order.
///
/// Source: transformers 4.49, `GenerationMixin._get_logits_processor`.
package struct LogitsSteps: Sendable {
    package let steps: [any LogitsStep]

    /// The steps for answers to a prompt of that many tokens.
    package init(_ settings: GenerationSettings, promptLength: Int) {
        var steps: [any LogitsStep] = []
        if settings.repetitionPenalty != 1 {
            steps.append(RepetitionPenalty(settings.repetitionPenalty))
        }
        if settings.noRepeatNGramSize > 0 {
            steps.append(NoRepeatNGram(size: settings.noRepeatNGramSize))
        }
        let least = max(settings.minimumLength, promptLength + settings.minimumNewTokens)
        if least > promptLength && !settings.endTokens.isEmpty {
            steps.append(MinimumLength(least, endTokens: settings.endTokens))
        }
        if settings.samples {
            if settings.temperature != 1 { steps.append(Temperature(settings.temperature)) }
            if settings.topK > 0 { steps.append(TopK(settings.topK)) }
            if settings.topP < 1 { steps.append(TopP(settings.topP)) }
        }
        self.steps = steps
    }

    /// Applies all, one after the other.
    package func apply(to scores: UnsafeMutableBufferPointer<Float>, tokens: [Int]) {
        for step in steps { step.apply(to: scores, tokens: tokens) }
    }
}
