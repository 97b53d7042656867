/// What two sequences have in common, as Python's `difflib.SequenceMatcher` finds it.
///
/// The longest run that both have, of equals the one that begins first in the first sequence and then in the
/// second; then the same to the left and to the right of it. Elements that the second sequence of 200 or
/// more has in more than a hundredth of its places do not start a run, which is difflib's "autojunk"; shorter
/// sequences have no such elements. The result may depend on which sequence comes first.
///
/// Source: CPython 3.12 `Lib/difflib.py`; Ratcliff and Metzener 1988.
package enum MatchingTokens {
    /// Indices of equal elements, ascending in both sequences: those that difflib's opcodes call `equal`.
    package static func pairs(_ a: [Int], _ b: [Int]) -> [(Int, Int)] {
        var places: [Int: [Int]] = [:]
        for (index, element) in b.enumerated() { places[element, default: []].append(index) }
        if b.count >= 200 {
            places = places.filter { $0.value.count <= b.count / 100 + 1 }
        }
        var pairs: [(Int, Int)] = []
        var waiting = [(a: 0..<a.count, b: 0..<b.count)]
        while let (rangeA, rangeB) = waiting.popLast() {
            let run = longestRun(a, b, rangeA, rangeB, places)
            guard run.count > 0 else { continue }
            pairs += (0..<run.count).map { (run.a + $0, run.b + $0) }
            waiting.append((rangeA.lowerBound..<run.a, rangeB.lowerBound..<run.b))
            waiting.append(
                (run.a + run.count..<rangeA.upperBound, run.b + run.count..<rangeB.upperBound)
            )
        }
        return pairs.sorted { $0.0 < $1.0 }
    }

    private static func longestRun(
        _ a: [Int],
        _ b: [Int],
        _ rangeA: Range<Int>,
        _ rangeB: Range<Int>,
        _ places: [Int: [Int]]
    ) -> (a: Int, b: Int, count: Int) {
        var best = (a: rangeA.lowerBound, b: rangeB.lowerBound, count: 0)
        // How long the runs are that end with the element before in `a`, by where they end in `b`.
        var lengths: [Int: Int] = [:]
        for i in rangeA {
            var next: [Int: Int] = [:]
            for j in places[a[i]] ?? [] where rangeB.contains(j) {
                let length = (lengths[j - 1] ?? 0) + 1
                next[j] = length
                if length > best.count { best = (i - length + 1, j - length + 1, length) }
            }
            lengths = next
        }
        // Elements that start no run may still belong to one.
        while best.a > rangeA.lowerBound, best.b > rangeB.lowerBound,
            a[best.a - 1] == b[best.b - 1]
        { best = (best.a - 1, best.b - 1, best.count + 1) }
        while best.a + best.count < rangeA.upperBound, best.b + best.count < rangeB.upperBound,
            a[best.a + best.count] == b[best.b + best.count]
        { best.count += 1 }
        return best
    }
}
