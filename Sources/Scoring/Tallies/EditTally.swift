/// The counts of an alignment, summed over utterances.
package struct EditTally: MetricTally {
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

    /// The rate of the sum of these tallies, by how often each occurs; no slower for being called
    /// from generic code.
    static func reader(of tallies: [EditTally]) -> ([Int]) -> Double? {
        { times in
            var sum = zero
            for (tally, times) in zip(tallies, times) { sum.add(tally, times: times) }
            return sum.rate
        }
    }

    package static let zero = EditTally(EditCounts(), utterances: 0)

    package mutating func add(_ other: Self, times: Int) {
        counts.substitutions += other.counts.substitutions * times
        counts.deletions += other.counts.deletions * times
        counts.insertions += other.counts.insertions * times
        counts.hits += other.counts.hits * times
        utterances += other.utterances * times
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
