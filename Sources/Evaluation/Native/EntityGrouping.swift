import Domain

/// A token of a text with a score for each class.
struct ScoredToken: Sendable {
    /// As the tokenizer spells it, or as the text does if it is unknown.
    var word: String
    /// In the order of the classes; they sum to 1.
    var scores: [Double]
    /// Where it is in the text, in Unicode scalars.
    var range: Range<Int>
    /// Its place among the text's tokens.
    var index: Int
    /// Whether it goes on with the word before it.
    var goesOn: Bool
}

/// Makes entities of classified tokens.
///
/// Source: transformers 4.49, `pipelines/token_classification.py`.
struct EntityGrouping: Sendable {
    /// How tokens become entities.
    enum Strategy: String, Sendable, CaseIterable {
        /// Each token is one.
        case none
        /// Neighbours of one class are one: a token that begins with `B-` is not joined to those
        /// before it.
        case simple
        /// The same with words for tokens; a word has the class of its first token,
        case first
        /// of the mean of its tokens' scores,
        case average
        /// or of the token that is surest.
        case max
    }

    let strategy: Strategy
    let labels: [String]
    /// Tokens as text.
    let spell: @Sendable ([String]) -> String

    /// The entities of a text, in its order.
    func entities(_ tokens: [ScoredToken]) -> [FoundEntity] {
        switch strategy {
        case .none: tokens.map { entity($0, best($0.scores), index: $0.index) }
        case .simple: groups(tokens.map { entity($0, best($0.scores)) })
        case .first, .average, .max: groups(words(tokens).map(word))
        }
    }

    // MARK: - Words

    private func words(_ tokens: [ScoredToken]) -> [[ScoredToken]] {
        var words: [[ScoredToken]] = []
        for token in tokens {
            if token.goesOn, !words.isEmpty {
                words[words.count - 1].append(token)
            } else {
                words.append([token])
            }
        }
        return words
    }

    private func word(_ tokens: [ScoredToken]) -> FoundEntity {
        let all = tokens.map(\.scores)
        let scores: [Double]
        switch strategy {
        case .average:
            scores = labels.indices.map { label in
                all.reduce(0) { $0 + $1[label] } / Double(all.count)
            }
        case .max:
            // Of tokens that are equally sure, the first.
            scores = all.reduce(all[0]) { best($1).score > best($0).score ? $1 : $0 }
        case .none, .simple, .first: scores = all[0]
        }
        let (label, score) = best(scores)
        return FoundEntity(
            label: labels[label],
            score: score,
            word: spell(tokens.map(\.word)),
            start: tokens[0].range.lowerBound,
            end: tokens[tokens.count - 1].range.upperBound
        )
    }

    // MARK: - Groups

    private func groups(_ entities: [FoundEntity]) -> [FoundEntity] {
        var groups: [[FoundEntity]] = []
        for entity in entities {
            let (begins, tag) = Self.tag(entity.label)
            if let last = groups.last?.last, Self.tag(last.label).tag == tag, !begins {
                groups[groups.count - 1].append(entity)
            } else {
                groups.append([entity])
            }
        }
        return groups.map { group in
            FoundEntity(
                // What stands behind the first hyphen: also that of `X-PER`.
                label: group[0].label.drop { $0 != "-" }.isEmpty
                    ? group[0].label : String(group[0].label.drop { $0 != "-" }.dropFirst()),
                score: group.reduce(0) { $0 + $1.score } / Double(group.count),
                word: spell(group.map(\.word)),
                start: group[0].start,
                end: group[group.count - 1].end
            )
        }
    }

    /// The class without `B-` or `I-`, and whether it begins an entity.
    private static func tag(_ label: String) -> (begins: Bool, tag: String) {
        if label.hasPrefix("B-") { return (true, String(label.dropFirst(2))) }
        if label.hasPrefix("I-") { return (false, String(label.dropFirst(2))) }
        return (false, label)
    }

    // MARK: - Scores

    /// The class of the largest score, the first of equal ones.
    private func best(_ scores: [Double]) -> (label: Int, score: Double) {
        scores.enumerated().reduce((0, scores.first ?? 0)) { best, next in
            next.element > best.1 ? (next.offset, next.element) : best
        }
    }

    private func entity(
        _ token: ScoredToken,
        _ best: (label: Int, score: Double),
        index: Int? = nil
    ) -> FoundEntity {
        FoundEntity(
            label: labels[best.label],
            score: best.score,
            index: index,
            word: token.word,
            start: token.range.lowerBound,
            end: token.range.upperBound
        )
    }
}
