/// The matched-pairs test over stretches of speech where either recogniser errs (MAPSSWE; Gillick and
/// Cox 1989, as NIST's sc_stats takes it).
///
/// A stretch begins and ends where both recognisers have at least two words right in a row, or where the
/// utterance does, so that errors in one do not depend on those in another.
package struct MatchedPairs: Sendable, Equatable {
    /// The errors of both recognisers in each stretch where any errs.
    package private(set) var stretches: [Stretch] = []

    /// The errors in a stretch.
    package struct Stretch: Sendable, Hashable {
        package var first = 0
        package var second = 0
    }

    package init() {}

    /// Adds an utterance; words are compared scalar by scalar, by sclite's rule without regard to case.
    package mutating func add(
        reference: [String],
        first: [String],
        second: [String],
        rule: AlignmentRule = .mostHits
    ) {
        let a = Marks(rule.pairs(reference: reference, hypothesis: first))
        let b = Marks(rule.pairs(reference: reference, hypothesis: second))
        var open: Stretch?
        // The utterance's start is as good as two words that are right.
        var right = 2
        for place in 0...reference.count {
            let inserted = Stretch(first: a.insertions[place], second: b.insertions[place])
            let isLast = place == reference.count
            let wrong =
                isLast
                ? Stretch()
                : Stretch(first: a.isWrong[place] ? 1 : 0, second: b.isWrong[place] ? 1 : 0)
            for (errors, isWord) in [(inserted, false), (wrong, true)] {
                if errors.first + errors.second > 0 {
                    open = Stretch(
                        first: (open?.first ?? 0) + errors.first,
                        second: (open?.second ?? 0) + errors.second
                    )
                    right = 0
                } else if isWord, !isLast {
                    right += 1
                    if right >= 2, let stretch = open {
                        stretches.append(stretch)
                        open = nil
                    }
                }
            }
        }
        if let open { stretches.append(open) }
    }

    /// The differences of the stretches; nil for fewer than two.
    package var difference: PairedDifference? {
        PairedDifference(stretches.map { Double($0.first - $0.second) })
    }

    /// What an alignment says of each word of the reference.
    private struct Marks {
        var isWrong: [Bool] = []
        /// Words inserted before each word, and after the last.
        var insertions = [0]

        init(_ pairs: [AlignedPair<Int32>]) {
            for pair in pairs {
                if pair.kind == .insertion {
                    insertions[insertions.count - 1] += 1
                } else {
                    isWrong.append(pair.kind != .hit)
                    insertions.append(0)
                }
            }
        }
    }
}
