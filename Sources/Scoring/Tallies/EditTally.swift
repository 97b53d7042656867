/// The counts of an alignment, summed over utterances.
package struct EditTally: ColumnTally {
    package var counts: EditCounts
    /// Utterances, which tells "nothing was scored" from "only empty utterances were".
    package var utterances: Int

    package init(_ counts: EditCounts, utterances: Int = 1) {
        self.counts = counts
        self.utterances = utterances
    }

    /// Errors by units of the reference; nil without utterances; may exceed 1.
    ///
    /// Without any reference the rate is the number of insertions, which is jiwer's rule.
    package var rate: Double? {
        guard utterances > 0 else { return nil }
        guard counts.referenceLength > 0 else { return Double(counts.insertions) }
        return Double(counts.errors) / Double(counts.referenceLength)
    }

    /// Errors by hits and errors; nil without utterances.
    ///
    /// Without any word 0, without words of the reference 1, which is jiwer's rule.
    package var matchErrorRate: Double? {
        guard utterances > 0 else { return nil }
        let steps = counts.hits + counts.errors
        return steps == 0 ? 0 : Double(counts.errors) / Double(steps)
    }

    /// Hits by words of the reference times hits by words of the hypothesis; nil without utterances.
    ///
    /// 1 without any word, 0 where only one side has words, which is jiwer's rule.
    package var informationPreserved: Double? {
        guard utterances > 0 else { return nil }
        if counts.referenceLength == 0 { return counts.hypothesisLength == 0 ? 1 : 0 }
        if counts.hypothesisLength == 0 { return 0 }
        let hits = Double(counts.hits)
        return hits / Double(counts.referenceLength) * (hits / Double(counts.hypothesisLength))
    }

    package static let zero = EditTally(EditCounts(), utterances: 0)

    package mutating func add(_ other: Self, times: Int) {
        counts.substitutions += other.counts.substitutions * times
        counts.deletions += other.counts.deletions * times
        counts.insertions += other.counts.insertions * times
        counts.hits += other.counts.hits * times
        utterances += other.utterances * times
    }

    package var columns: [Int128] {
        [counts.substitutions, counts.deletions, counts.insertions, counts.hits, utterances]
            .map { Int128($0) }
    }

    package init(columns: [Int128]) {
        let numbers = columns.map { Int($0) }
        counts = EditCounts(
            substitutions: numbers[0],
            deletions: numbers[1],
            insertions: numbers[2],
            hits: numbers[3]
        )
        utterances = numbers[4]
    }

    /// `[substitutions,deletions,insertions,hits]`, and the utterances where they are not one.
    package var stored: String {
        let four = "\(counts.substitutions),\(counts.deletions),\(counts.insertions),\(counts.hits)"
        return utterances == 1 ? "[\(four)]" : "[\(four),\(utterances)]"
    }

    package init?(stored: String) {
        guard let numbers = StoredNumbers.read(stored), (4...5).contains(numbers.count) else {
            return nil
        }
        counts = EditCounts(
            substitutions: numbers[0],
            deletions: numbers[1],
            insertions: numbers[2],
            hits: numbers[3]
        )
        utterances = numbers.count == 5 ? numbers[4] : 1
    }
}

extension Metric where Tally == EditTally {
    /// The counts that the value is made of, which people quote beside it.
    package func note(on total: EditTally) -> String? {
        guard total.utterances > 0 else { return nil }
        let counts = total.counts
        return "substitutions \(counts.substitutions), deletions \(counts.deletions), "
            + "insertions \(counts.insertions), hits \(counts.hits)"
    }
}
