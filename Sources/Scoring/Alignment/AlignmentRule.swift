import Domain

/// Which alignment of two texts is counted.
///
/// Every rule finds a cheapest alignment; they differ in what an error costs and in which of equally
/// cheap alignments they take, and so in the numbers of hits, substitutions, deletions and insertions.
package enum AlignmentRule: String, CaseIterable, Sendable {
    /// The fewest errors, and of those alignments the most hits.
    case mostHits = "most_hits"
    /// The fewest errors, and of those alignments the one that jiwer 4.0.0 reports.
    ///
    /// It has as many errors as ``mostHits``, so word error rates agree; match error rates and
    /// information preserved, which depend on the hits, may not.
    case jiwer
    /// NIST sclite's weights, substitution 4 and insertion or deletion 3, and its blindness to case.
    ///
    /// Of equally cheap alignments the one with the fewest errors; sclite's own choice there is not
    /// documented.
    case sclite

    static let option = MetricOption(
        "alignment",
        "Which alignment is counted: most_hits, jiwer or sclite.",
        default: .string(AlignmentRule.mostHits.rawValue)
    )

    /// The counts of the alignment of two sequences of words.
    package func counts(reference: [String], hypothesis: [String]) -> EditCounts {
        switch self {
        case .mostHits:
            let units = WordNumbers(reference, hypothesis)
            return Alignment.counts(reference: units.reference, hypothesis: units.hypothesis)
        case .jiwer:
            let units = WordNumbers(reference, hypothesis)
            return JiwerAlignment.counts(reference: units.reference, hypothesis: units.hypothesis)
        case .sclite:
            return AlternativeAlignment(rule: self).counts(
                reference: [.words(reference)],
                hypothesis: hypothesis
            )
        }
    }

    /// The alignment that is counted, step by step; words are numbered, equal ones alike.
    ///
    /// Of alignments with the same counts any one.
    func pairs(reference: [String], hypothesis: [String]) -> [AlignedPair<Int32>] {
        switch self {
        case .mostHits:
            let units = WordNumbers(reference, hypothesis)
            return Alignment.pairs(reference: units.reference, hypothesis: units.hypothesis)
        case .jiwer:
            let units = WordNumbers(reference, hypothesis)
            return JiwerAlignment.pairs(reference: units.reference, hypothesis: units.hypothesis)
        case .sclite:
            let units = WordNumbers(
                reference.map { $0.lowercased() },
                hypothesis.map { $0.lowercased() }
            )
            return ScliteAlignment.pairs(reference: units.reference, hypothesis: units.hypothesis)
        }
    }
}

/// Words as numbers, equal for words of the same Unicode scalars.
struct WordNumbers {
    let reference: [Int32]
    let hypothesis: [Int32]

    init(_ reference: [String], _ hypothesis: [String]) {
        var numbers: [[UInt8]: Int32] = [:]
        func number(_ word: String) -> Int32 {
            let bytes = Array(word.utf8)
            if let number = numbers[bytes] { return number }
            let number = Int32(numbers.count)
            numbers[bytes] = number
            return number
        }
        self.reference = reference.map(number)
        self.hypothesis = hypothesis.map(number)
    }
}
