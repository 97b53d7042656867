/// The edits that turn a translation into a reference, moves of whole phrases included.
///
/// Counted as sacreBLEU 2.6.0 does after Tercom. Snover et al. 2006.
///
/// Greedy: phrases are moved as long as a move saves edits, and what is left is edit distance within a
/// beam around the diagonal.
struct TranslationEdits {
    private static let beam = 25
    private static let longestPhrase = 10
    private static let farthestMove = 50
    private static let mostCandidates = 1000
    private static let unreachable = 10_000_000_000_000_000

    private enum Operation {
        case none, same, substitution, insertion, deletion
    }

    /// An alignment of a hypothesis with the reference.
    private struct Trace {
        let distance: Int
        /// The hypothesis's word at each place of the reference, -1 before the first.
        let alignment: [Int]
        let referenceErrors: [Bool]
        let hypothesisErrors: [Bool]
    }

    private let reference: [UInt32]

    init(reference: [UInt32]) {
        self.reference = reference
    }

    /// The number of edits, each moved phrase counting one.
    func count(_ hypothesis: [UInt32]) -> Int {
        if reference.isEmpty { return hypothesis.count }
        var words = hypothesis
        var moves = 0
        var candidates = 0
        var trace = align(words)
        while let best = bestMove(words, trace, &candidates), candidates < Self.mostCandidates,
            best.saved > 0
        {
            moves += 1
            words = best.words
            trace = align(words)
        }
        return moves + trace.distance
    }

    private struct Move {
        let saved: Int
        let length: Int
        let start: Int
        let target: Int
        let words: [UInt32]

        /// The most saved, then the longest phrase, the earliest, the earliest target.
        var rank: (Int, Int, Int, Int) { (saved, length, -start, -target) }
    }

    private func bestMove(
        _ words: [UInt32],
        _ trace: Trace,
        _ candidates: inout Int
    ) -> Move? {
        var best: Move?
        for start in words.indices {
            for place in reference.indices where abs(place - start) <= Self.farthestMove {
                var length = 0
                while length < Self.longestPhrase, start + length < words.count,
                    place + length < reference.count,
                    words[start + length] == reference[place + length]
                {
                    length += 1
                    guard trace.hypothesisErrors[start..<start + length].contains(true),
                        trace.referenceErrors[place..<place + length].contains(true),
                        !(start..<start + length).contains(trace.alignment[place])
                    else { continue }
                    var previous = -1
                    for offset in -1..<length where place + offset < reference.count {
                        let target =
                            place + offset == -1 ? 0 : trace.alignment[place + offset] + 1
                        if target == previous { continue }
                        previous = target
                        let moved = Self.move(words, start, length, to: target)
                        let move = Move(
                            saved: trace.distance - align(moved).distance,
                            length: length,
                            start: start,
                            target: target,
                            words: moved
                        )
                        candidates += 1
                        if best.map({ move.rank > $0.rank }) ?? true { best = move }
                    }
                    if candidates >= Self.mostCandidates { return best }
                }
            }
        }
        return best
    }

    private static func move(
        _ words: [UInt32],
        _ start: Int,
        _ length: Int,
        to target: Int
    ) -> [UInt32] {
        let phrase = words[start..<start + length]
        var moved: [UInt32] = []
        moved.reserveCapacity(words.count)
        if target < start {
            moved += words[..<target]
            moved += phrase
            moved += words[target..<start]
            moved += words[(start + length)...]
        } else {
            // A target within the phrase means as many words behind its end.
            let end = target > start + length ? target : min(length + target, words.count)
            moved += words[..<start]
            moved += words[(start + length)..<end]
            moved += phrase
            moved += words[end...]
        }
        return moved
    }

    private func align(_ words: [UInt32]) -> Trace {
        let width = reference.count + 1
        var costs = [Int](repeating: Self.unreachable, count: (words.count + 1) * width)
        var operations = [Operation](repeating: .none, count: costs.count)
        for j in 0..<width {
            costs[j] = j
            operations[j] = .insertion
        }
        let ratio = words.isEmpty ? 1 : Double(reference.count) / Double(words.count)
        let beam =
            Double(Self.beam) < ratio / 2
            ? Int((ratio / 2 + Double(Self.beam)).rounded(.up)) : Self.beam
        for i in words.indices.map({ $0 + 1 }) {
            let diagonal = Int((Double(i) * ratio).rounded(.down))
            let last = i == words.count ? width : min(width, diagonal + beam)
            for j in max(0, diagonal - beam)..<max(last, max(0, diagonal - beam)) {
                let here = i * width + j
                if j == 0 {
                    costs[here] = costs[here - width] + 1
                    operations[here] = .deletion
                    continue
                }
                let isSame = words[i - 1] == reference[j - 1]
                let across = costs[here - width - 1] + (isSame ? 0 : 1)
                if costs[here] > across {
                    costs[here] = across
                    operations[here] = isSame ? .same : .substitution
                }
                if costs[here] > costs[here - width] + 1 {
                    costs[here] = costs[here - width] + 1
                    operations[here] = .deletion
                }
                if costs[here] > costs[here - 1] + 1 {
                    costs[here] = costs[here - 1] + 1
                    operations[here] = .insertion
                }
            }
        }
        return trace(costs, operations, width, words.count)
    }

    private func trace(
        _ costs: [Int],
        _ operations: [Operation],
        _ width: Int,
        _ count: Int
    ) -> Trace {
        var i = count
        var j = width - 1
        var alignment = [Int](repeating: -1, count: reference.count)
        var referenceErrors = [Bool](repeating: false, count: reference.count)
        var hypothesisErrors = [Bool](repeating: false, count: count)
        while i > 0 || j > 0 {
            switch operations[i * width + j] {
            case .same, .substitution:
                let isError = operations[i * width + j] == .substitution
                i -= 1
                j -= 1
                alignment[j] = i
                referenceErrors[j] = isError
                hypothesisErrors[i] = isError
            case .insertion:
                j -= 1
                alignment[j] = i - 1
                referenceErrors[j] = true
            case .deletion, .none:
                // Cells outside the beam lie on no way.
                i -= 1
                if i >= 0 { hypothesisErrors[i] = true }
                if i < 0 { j = 0 }
                i = max(i, 0)
            }
        }
        return Trace(
            distance: costs[count * width + width - 1],
            alignment: alignment,
            referenceErrors: referenceErrors,
            hypothesisErrors: hypothesisErrors
        )
    }
}
