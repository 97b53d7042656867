/// Aligns two sequences with the fewest errors (Levenshtein: a substitution, deletion or insertion
/// costs 1), and of those alignments with the most hits.
///
/// The second rule makes the four counts unique, whichever way they are computed: errors and hits
/// fix the rest, as N = H + S + D and P = H + S + I.
package enum Alignment {
    /// A cost and a number of hits in one number that is smallest for the best alignment.
    ///
    /// Errors in steps of 2³², less one for each hit: sums of packed numbers are packed sums.
    typealias Packed = Int
    static let error: Packed = 1 << 32

    /// The counts of the best alignment.
    ///
    /// Time N · P, memory P, for the N and P units that are left between a common start and end.
    package static func counts<Unit: Equatable>(
        reference: [Unit],
        hypothesis: [Unit]
    ) -> EditCounts {
        let ends = commonEnds(reference[...], hypothesis[...])
        let a = reference[ends.prefix..<reference.count - ends.suffix]
        let b = hypothesis[ends.prefix..<hypothesis.count - ends.suffix]

        let best: Packed
        if a.isEmpty || b.isEmpty {
            best = max(a.count, b.count) * error
        } else {
            best = lastRow(a, b)[b.count]
        }
        // best = errors · 2³² - hits with 0 <= hits < 2³².
        let errors = (best + error - 1) / error
        let hits = errors * error - best
        let insertions = errors - a.count + hits
        let substitutions = b.count - hits - insertions
        return EditCounts(
            substitutions: substitutions,
            deletions: a.count - hits - substitutions,
            insertions: insertions,
            hits: hits + ends.prefix + ends.suffix
        )
    }

    /// The best alignment, step by step.
    ///
    /// Long sequences are halved where the best path crosses (Hirschberg 1975), so that memory stays
    /// below some megabytes.
    package static func pairs<Unit: Hashable & Sendable>(
        reference: [Unit],
        hypothesis: [Unit]
    ) -> [AlignedPair<Unit>] {
        var pairs: [AlignedPair<Unit>] = []
        pairs.reserveCapacity(max(reference.count, hypothesis.count))
        appendPairs(reference[...], hypothesis[...], to: &pairs)
        return pairs
    }

    /// How many units are equal at the start and, of the rest, at the end.
    ///
    /// Some best alignment has them all as hits.
    private static func commonEnds<Unit: Equatable>(
        _ a: ArraySlice<Unit>,
        _ b: ArraySlice<Unit>
    ) -> (prefix: Int, suffix: Int) {
        let prefix = zip(a, b).prefix { $0 == $1 }.count
        let suffix = zip(a.dropFirst(prefix).reversed(), b.dropFirst(prefix).reversed())
            .prefix { $0 == $1 }.count
        return (prefix, suffix)
    }

    /// The packed costs of all of `a` against every start of `b`.
    private static func lastRow<Unit: Equatable>(
        _ a: some Sequence<Unit>,
        _ b: some Collection<Unit>
    ) -> [Packed] {
        let b = ContiguousArray(b)
        var row = (0...b.count).map { $0 * error }
        row.withUnsafeMutableBufferPointer { row in
            b.withUnsafeBufferPointer { b in
                for unit in a {
                    var diagonal = row[0]
                    var left = diagonal + error
                    row[0] = left
                    for j in 0..<b.count {
                        let above = row[j + 1]
                        let across = unit == b[j] ? diagonal - 1 : diagonal + error
                        left = min(across, min(above, left) + error)
                        row[j + 1] = left
                        diagonal = above
                    }
                }
            }
        }
        return row
    }

    private static func appendPairs<Unit: Hashable & Sendable>(
        _ a: ArraySlice<Unit>,
        _ b: ArraySlice<Unit>,
        to pairs: inout [AlignedPair<Unit>]
    ) {
        let ends = commonEnds(a, b)
        for (x, y) in zip(a.prefix(ends.prefix), b) {
            pairs.append(AlignedPair(reference: x, hypothesis: y))
        }
        appendDifference(
            a.dropFirst(ends.prefix).dropLast(ends.suffix),
            b.dropFirst(ends.prefix).dropLast(ends.suffix),
            to: &pairs
        )
        for (x, y) in zip(a.suffix(ends.suffix), b.suffix(ends.suffix)) {
            pairs.append(AlignedPair(reference: x, hypothesis: y))
        }
    }

    private static func appendDifference<Unit: Hashable & Sendable>(
        _ a: ArraySlice<Unit>,
        _ b: ArraySlice<Unit>,
        to pairs: inout [AlignedPair<Unit>]
    ) {
        if a.isEmpty || b.isEmpty {
            pairs += a.map { AlignedPair(reference: $0, hypothesis: nil) }
            pairs += b.map { AlignedPair(reference: nil, hypothesis: $0) }
        } else if a.count == 1 || a.count * b.count <= 1 << 18 {
            appendTraced(Array(a), Array(b), to: &pairs)
        } else {
            let middle = a.startIndex + a.count / 2
            let start = lastRow(a[..<middle], b)
            let end = lastRow(a[middle...].reversed(), b.reversed())
            let crossing =
                (0...b.count).min { start[$0] + end[b.count - $0] < start[$1] + end[b.count - $1] }
                ?? 0
            let cut = b.startIndex + crossing
            appendPairs(a[..<middle], b[..<cut], to: &pairs)
            appendPairs(a[middle...], b[cut...], to: &pairs)
        }
    }

    /// Aligns with a whole table of costs and a walk back through it.
    private static func appendTraced<Unit: Hashable & Sendable>(
        _ a: [Unit],
        _ b: [Unit],
        to pairs: inout [AlignedPair<Unit>]
    ) {
        let width = b.count + 1
        var table = [Packed](repeating: 0, count: (a.count + 1) * width)
        for j in 0...b.count { table[j] = j * error }
        for i in 1...a.count {
            table[i * width] = i * error
            for j in 1...b.count {
                let across = table[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? -1 : error)
                let gap = min(table[(i - 1) * width + j], table[i * width + j - 1]) + error
                table[i * width + j] = min(across, gap)
            }
        }
        var traced: [AlignedPair<Unit>] = []
        var i = a.count, j = b.count
        while i > 0 || j > 0 {
            let here = table[i * width + j]
            if i > 0, j > 0,
                here
                    == table[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? -1 : error)
            {
                i -= 1
                j -= 1
                traced.append(AlignedPair(reference: a[i], hypothesis: b[j]))
            } else if i > 0, here == table[(i - 1) * width + j] + error {
                i -= 1
                traced.append(AlignedPair(reference: a[i], hypothesis: nil))
            } else {
                j -= 1
                traced.append(AlignedPair(reference: nil, hypothesis: b[j]))
            }
        }
        pairs += traced.reversed()
    }
}
