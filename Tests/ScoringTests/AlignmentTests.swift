import Testing

@testable import Scoring

@Suite struct AlignmentTests {
    /// The plain definition: every alignment, tried recursively; fewest errors, then most hits.
    private func reference(_ a: ArraySlice<Int>, _ b: ArraySlice<Int>) -> EditCounts {
        guard let x = a.first, let y = b.first else {
            return EditCounts(deletions: a.count, insertions: b.count)
        }
        var across = reference(a.dropFirst(), b.dropFirst())
        if x == y { across.hits += 1 } else { across.substitutions += 1 }
        var deletion = reference(a.dropFirst(), b)
        deletion.deletions += 1
        var insertion = reference(a, b.dropFirst())
        insertion.insertions += 1
        return [across, deletion, insertion].min { ($0.errors, -$0.hits) < ($1.errors, -$1.hits) }
            ?? across
    }

    private func randomSequence(_ length: ClosedRange<Int>, _ random: inout SeededRandom) -> [Int] {
        (0..<Int.random(in: length, using: &random)).map { _ in
            Int.random(in: 0..<3, using: &random)
        }
    }

    @Test func countsAreThoseOfTheDefinition() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<300 {
            let a = randomSequence(0...6, &random), b = randomSequence(0...6, &random)
            let found = Alignment.counts(reference: a, hypothesis: b)
            #expect(found == reference(a[...], b[...]), "\(a) against \(b)")
        }
    }

    private func counts(_ pairs: [AlignedPair<Int>]) -> EditCounts {
        func count(_ kind: AlignedPair<Int>.Kind) -> Int { pairs.count { $0.kind == kind } }
        return EditCounts(
            substitutions: count(.substitution),
            deletions: count(.deletion),
            insertions: count(.insertion),
            hits: count(.hit)
        )
    }

    /// Short sequences are traced in a table; the long ones are long enough to be halved.
    @Test(arguments: [(0...12, 200), (700...900, 3)])
    func pairsSpellBothSequences(length: ClosedRange<Int>, tries: Int) {
        var random = SeededRandom(seed: 5)
        for _ in 0..<tries {
            let a = randomSequence(length, &random), b = randomSequence(length, &random)
            let pairs = Alignment.pairs(reference: a, hypothesis: b)
            #expect(pairs.compactMap(\.reference) == a)
            #expect(pairs.compactMap(\.hypothesis) == b)
            #expect(counts(pairs) == Alignment.counts(reference: a, hypothesis: b))
        }
    }

    @Test func wordsAreShownSideBySide() {
        let pairs = WordAlignment.pairs(reference: "the cat  sat", hypothesis: "a the cat\tsits")
        #expect(pairs.map(\.reference) == [nil, "the", "cat", "sat"])
        #expect(pairs.map(\.hypothesis) == ["a", "the", "cat", "sits"])
        #expect(pairs.map(\.kind) == [.insertion, .hit, .hit, .substitution])
    }

    @Test func composedAndDecomposedLettersDiffer() {
        let counts = WordAlignment.counts(
            reference: "caf\u{E9} noir",
            hypothesis: "cafe\u{301} noir"
        )
        #expect(counts.substitutions == 1)
        let pairs = WordAlignment.pairs(reference: "caf\u{E9}", hypothesis: "cafe\u{301}")
        #expect(pairs.map(\.kind) == [.substitution])
    }
}
