/// What a metric compares with an example's target: a model's output, or what a task made of the
/// outputs of many examples together.
package enum Outcome: Sendable, Equatable {
    /// Classes with scores, best first.
    case labels([ScoredLabel])
    case text(String)
    /// The values of a table answer, after aggregation.
    case answers([String])
    case ranks(RetrievalRanks)

    /// The names of the cases; a metric says which it takes and a task which it gives.
    package enum Kind: String, Sendable, CaseIterable {
        case labels, text, answers, ranks
    }

    package var kind: Kind {
        switch self {
        case .labels: .labels
        case .text: .text
        case .answers: .answers
        case .ranks: .ranks
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
