/// The alignment with the fewest errors that jiwer 4.0.0 reports, through rapidfuzz 3.14.
///
/// After a common start and end, one walks back from the ends of both sequences and takes a deletion
/// where the reference's last unit costs one more error, else an insertion where leaving out the
/// hypothesis's last unit makes the reference's last unit save an error, else a pair (Hyyrö 2003).
/// Rapidfuzz cuts very long pairs (beyond some 2,000 units on each side) in two where this walks on;
/// the number of errors is the same there too.
package enum JiwerAlignment {
    /// The counts of that alignment.
    package static func counts<Unit: Equatable>(
        reference: [Unit],
        hypothesis: [Unit]
    ) -> EditCounts {
        var counts = EditCounts()
        walk(reference, hypothesis) { i, j in
            if i == nil {
                counts.insertions += 1
            } else if j == nil {
                counts.deletions += 1
            } else if let i, let j, reference[i] == hypothesis[j] {
                counts.hits += 1
            } else {
                counts.substitutions += 1
            }
        }
        return counts
    }

    /// That alignment, step by step.
    package static func pairs<Unit: Hashable & Sendable>(
        reference: [Unit],
        hypothesis: [Unit]
    ) -> [AlignedPair<Unit>] {
        var pairs: [AlignedPair<Unit>] = []
        walk(reference, hypothesis) { i, j in
            pairs.append(
                AlignedPair(
                    reference: i.map { reference[$0] },
                    hypothesis: j.map { hypothesis[$0] }
                )
            )
        }
        return pairs.reversed()
    }

    /// Hands over each step's places in the two sequences, the last step first.
    private static func walk<Unit: Equatable>(
        _ a: [Unit],
        _ b: [Unit],
        _ step: (Int?, Int?) -> Void
    ) {
        let prefix = zip(a, b).prefix { $0 == $1 }.count
        let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed())
            .prefix { $0 == $1 }.count
        for offset in 1..<(suffix + 1) { step(a.count - offset, b.count - offset) }

        let rows = a.count - prefix - suffix
        let columns = b.count - prefix - suffix
        let width = columns + 1
        var table = [Int32](repeating: 0, count: (rows + 1) * width)
        for j in 0..<width { table[j] = Int32(j) }
        for i in 0..<rows {
            table[(i + 1) * width] = Int32(i + 1)
            for j in 0..<columns {
                let across =
                    table[i * width + j] + (a[prefix + i] == b[prefix + j] ? 0 : 1)
                let gap = min(table[i * width + j + 1], table[(i + 1) * width + j]) + 1
                table[(i + 1) * width + j + 1] = min(across, gap)
            }
        }
        var i = rows
        var j = columns
        while i > 0, j > 0 {
            if table[i * width + j] == table[(i - 1) * width + j] + 1 {
                i -= 1
                step(prefix + i, nil)
            } else {
                j -= 1
                if j > 0, table[i * width + j] == table[(i - 1) * width + j] - 1 {
                    step(nil, prefix + j)
                } else {
                    i -= 1
                    step(prefix + i, prefix + j)
                }
            }
        }
        while i > 0 {
            i -= 1
            step(prefix + i, nil)
        }
        while j > 0 {
            j -= 1
            step(nil, prefix + j)
        }
        for place in (0..<prefix).reversed() { step(place, place) }
    }
}
