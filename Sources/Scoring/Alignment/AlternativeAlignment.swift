/// Aligns a hypothesis with a reference that leaves a choice in places, and takes the cheapest.
///
/// After NIST sclite (SCTK 2.4): `{ a b / c / @ }` stands for any of its parts, `@` for nothing, and
/// `(uh)` for a word that may be missing. What is not chosen counts nowhere, not even in the length
/// of the reference.
package struct AlternativeAlignment {
    /// A part of a reference.
    package indirect enum Part: Sendable, Equatable {
        case words([String])
        /// Any one of these sequences of parts.
        case choice([[Part]])
    }

    /// The cheapest way to some place and what it consists of.
    private struct Way {
        var cost = 0
        var counts = EditCounts()

        /// Cheaper, or as cheap with fewer errors, or those with more hits.
        static func isBetter(_ a: Self, _ b: Self) -> Bool {
            (a.cost, a.counts.errors, -a.counts.hits) < (b.cost, b.counts.errors, -b.counts.hits)
        }
    }

    private let substitution: Int
    private let gap: Int
    private let ignoresCase: Bool

    /// - Parameter rule: Whose costs are taken.
    package init(rule: AlignmentRule) {
        substitution = rule == .sclite ? 4 : 1
        gap = rule == .sclite ? 3 : 1
        ignoresCase = rule == .sclite
    }

    /// Reads the parts of a reference; words stand between white space, and so do the signs.
    ///
    /// A brace that has no partner is a word.
    ///
    /// - Parameters:
    ///   - text: As the dataset writes it.
    ///   - normalize: What is done to the words between two signs.
    /// - Returns: Parts whose words are normalised.
    package static func parts(_ text: String, normalize: (String) -> String) -> [Part] {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        var reader = Reader(words: words[...])
        return reader.sequence(depth: 0).normalized(by: normalize)
    }

    /// The counts of the cheapest alignment.
    package func counts(reference: [Part], hypothesis: [String]) -> EditCounts {
        let hypothesis = ignoresCase ? hypothesis.map { $0.lowercased() } : hypothesis
        var row: [Way] = (0...hypothesis.count).map {
            Way(cost: $0 * gap, counts: EditCounts(insertions: $0))
        }
        advance(&row, over: reference, hypothesis)
        return row[hypothesis.count].counts
    }

    private func advance(_ row: inout [Way], over parts: [Part], _ hypothesis: [String]) {
        for part in parts {
            switch part {
            case .words(let words):
                for word in words {
                    advance(&row, over: ignoresCase ? word.lowercased() : word, hypothesis)
                }
            case .choice(let choices):
                var best: [Way] = []
                for choice in choices {
                    var other = row
                    advance(&other, over: choice, hypothesis)
                    best =
                        best.isEmpty
                        ? other : zip(other, best).map { Way.isBetter($0, $1) ? $0 : $1 }
                }
                if !best.isEmpty { row = best }
            }
        }
    }

    /// One word of the reference more.
    private func advance(_ row: inout [Way], over word: String, _ hypothesis: [String]) {
        var diagonal = row[0]
        row[0].cost += gap
        row[0].counts.deletions += 1
        for j in hypothesis.indices {
            var across = diagonal
            // Scalar by scalar, as words are compared everywhere here.
            if hypothesis[j].utf8.elementsEqual(word.utf8) {
                across.counts.hits += 1
            } else {
                across.cost += substitution
                across.counts.substitutions += 1
            }
            diagonal = row[j + 1]
            var deletion = diagonal
            deletion.cost += gap
            deletion.counts.deletions += 1
            var insertion = row[j]
            insertion.cost += gap
            insertion.counts.insertions += 1
            if Way.isBetter(deletion, across) { across = deletion }
            if Way.isBetter(insertion, across) { across = insertion }
            row[j + 1] = across
        }
    }

    /// Reads the signs of a reference.
    private struct Reader {
        var words: ArraySlice<String>

        /// Parts up to a `/` or `}` that belongs to a brace outside.
        mutating func sequence(depth: Int) -> [Part] {
            var parts: [Part] = []
            while let word = words.first, depth == 0 || (word != "/" && word != "}") {
                words.removeFirst()
                if word == "{", depth < 16, let choice = choice(depth: depth + 1) {
                    parts.append(choice)
                } else if word.count > 2, word.hasPrefix("("), word.hasSuffix(")") {
                    parts.append(
                        .choice([[.words([String(word.dropFirst().dropLast())])], []])
                    )
                } else if word == "@", depth > 0 {
                    continue
                } else if case .words(let before)? = parts.last {
                    parts[parts.count - 1] = .words(before + [word])
                } else {
                    parts.append(.words([word]))
                }
            }
            return parts
        }

        /// What is between a brace and its partner; nil, with nothing read, if it has none.
        private mutating func choice(depth: Int) -> Part? {
            let before = words
            var choices: [[Part]] = []
            while true {
                choices.append(sequence(depth: depth))
                guard let sign = words.popFirst() else {
                    words = before
                    return nil
                }
                if sign == "}" { return .choice(choices) }
            }
        }
    }
}

extension [AlternativeAlignment.Part] {
    fileprivate func normalized(by normalize: (String) -> String) -> Self {
        map { part in
            switch part {
            case .words(let words):
                .words(
                    normalize(words.joined(separator: " "))
                        .split(whereSeparator: \.isWhitespace).map(String.init)
                )
            case .choice(let choices): .choice(choices.map { $0.normalized(by: normalize) })
            }
        }
    }
}
