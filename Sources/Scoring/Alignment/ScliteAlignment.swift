/// The alignment of two sequences by NIST sclite's weights: substitution 4, insertion or deletion 3; of
/// equally cheap ones one with the fewest errors, and of those with the most hits.
///
/// These rules fix the four counts, which are those of ``AlternativeAlignment`` where a reference leaves
/// no choice.
enum ScliteAlignment {
    /// A cost, a number of errors and a number of hits in one number that is smallest for the best way:
    /// costs in steps of 2⁴⁰, errors in steps of 2²⁰, less one for each hit.
    private static let substitution = (4 << 40) + (1 << 20)
    private static let gap = (3 << 40) + (1 << 20)

    /// The alignment, step by step.
    ///
    /// Time and memory N · P, for utterances of less than a million words.
    static func pairs<Unit: Hashable & Sendable>(
        reference a: [Unit],
        hypothesis b: [Unit]
    ) -> [AlignedPair<Unit>] {
        let width = b.count + 1
        var table = [Int](repeating: 0, count: (a.count + 1) * width)
        for j in 0..<width { table[j] = j * gap }
        func across(_ i: Int, _ j: Int) -> Int {
            table[(i - 1) * width + j - 1] + (a[i - 1] == b[j - 1] ? -1 : substitution)
        }
        for i in a.indices.map({ $0 + 1 }) {
            table[i * width] = i * gap
            for j in b.indices.map({ $0 + 1 }) {
                let beside = min(table[(i - 1) * width + j], table[i * width + j - 1]) + gap
                table[i * width + j] = min(across(i, j), beside)
            }
        }
        var pairs: [AlignedPair<Unit>] = []
        var i = a.count, j = b.count
        while i > 0 || j > 0 {
            let here = table[i * width + j]
            if i > 0, j > 0, here == across(i, j) {
                i -= 1
                j -= 1
                pairs.append(AlignedPair(reference: a[i], hypothesis: b[j]))
            } else if i > 0, here == table[(i - 1) * width + j] + gap {
                i -= 1
                pairs.append(AlignedPair(reference: a[i], hypothesis: nil))
            } else {
                j -= 1
                pairs.append(AlignedPair(reference: nil, hypothesis: b[j]))
            }
        }
        return pairs.reversed()
    }
}
