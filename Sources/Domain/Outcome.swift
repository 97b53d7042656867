/// What a metric compares with an example's target: a model's output, or what a task made of the
/// outputs of many examples together.
package enum Outcome: Sendable, Equatable {
    /// Classes with scores, best first.
    case labels([ScoredLabel])
    case text(String)
    /// The values of a table answer, after aggregation.
    case answers([String])
    case ranks(RetrievalRanks)
    /// A tag for each word, such as `B-PER`, `I-PER`, `O`.
    case tags([String])
    /// How likely each of some texts is to the model: every choice of a question, or the one text
    /// whose perplexity is asked for.
    case likelihoods([TextLikelihood])
    /// Several texts that answer one prompt.
    case texts([String])
    /// The same with what a text scorer says of each.
    case scoredTexts([ScoredText])
    /// How near a caption is to its picture and to what others wrote about it.
    case similarity(CaptionSimilarity)

    /// The names of the cases; a metric says which it takes and a task which it gives.
    package enum Kind: String, Sendable, CaseIterable {
        case labels, text, answers, ranks, tags, likelihoods, texts, scoredTexts, similarity
    }

    package var kind: Kind {
        switch self {
        case .labels: .labels
        case .text: .text
        case .answers: .answers
        case .ranks: .ranks
        case .tags: .tags
        case .likelihoods: .likelihoods
        case .texts: .texts
        case .scoredTexts: .scoredTexts
        case .similarity: .similarity
        }
    }
}

/// Where the right item came among all candidates, counted from 1.
package struct RetrievalRanks: Sendable, Equatable {
    /// The rank of the caption's own picture among all pictures.
    package var imageOfText: Int?
    /// The best rank of any of the picture's own captions among all captions; nil but for one
    /// example of each picture, so that a picture counts once.
    package var textOfImage: Int?

    package init(imageOfText: Int? = nil, textOfImage: Int? = nil) {
        self.imageOfText = imageOfText
        self.textOfImage = textOfImage
    }
}

/// How likely a text is to a language model.
package struct TextLikelihood: Sendable, Equatable {
    /// The text that was scored, without its context.
    package var text: String
    /// What a target calls it; nil where that is the text itself.
    package var label: String?
    /// The natural logarithm of its probability after its context, 0 or less.
    package var logLikelihood: Double
    /// The tokens that the sum runs over.
    package var tokens: Int
    /// The same without the context, where it was asked for.
    package var unconditional: Double?
    /// Whether every token of it was the likeliest one, where that is known.
    package var isGreedy: Bool?

    package init(
        text: String,
        label: String? = nil,
        logLikelihood: Double,
        tokens: Int,
        unconditional: Double? = nil,
        isGreedy: Bool? = nil
    ) {
        self.text = text
        self.label = label
        self.logLikelihood = logLikelihood
        self.tokens = tokens
        self.unconditional = unconditional
        self.isGreedy = isGreedy
    }
}

/// A text with what a text scorer says of it.
package struct ScoredText: Sendable, Equatable {
    package var text: String
    /// By the scorer's names: `toxicity`, or `positive`, `negative` and the like.
    package var scores: [String: Double]

    package init(text: String, scores: [String: Double]) {
        self.text = text
        self.scores = scores
    }
}

/// The cosines of a caption's embedding, -1...1.
package struct CaptionSimilarity: Sendable, Equatable {
    /// With the picture's embedding.
    package var picture: Double
    /// With each reference caption's embedding; empty where there are none.
    package var references: [Double]

    package init(picture: Double, references: [Double] = []) {
        self.picture = picture
        self.references = references
    }
}
