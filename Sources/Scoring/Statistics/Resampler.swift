/// Draws from n examples with replacement, n times, and says how often each group of equal examples
/// came up: an exact multinomial draw from fair coin flips.
///
/// The examples are laid out in a row, group after group, and the row is filled up to a power of two.
/// Of the draws that fall into a stretch of the row, a fair coin says for each whether it falls into
/// the left or the right half; 64 flips are the bits of one random word, and heads are counted with
/// one instruction. Stretches within one group are not cut further; a few draws in a short stretch
/// are placed one by one, with as many flips each as the stretch has levels. Draws that fall into
/// the filling are drawn again. No floating-point number is involved, so a seed gives the same
/// counts everywhere. A few large groups cost one random word for some dozens of draws; where every
/// example is its own group, a draw costs a few nanoseconds.
struct Resampler {
    /// Where each group begins, and at the end n.
    private let starts: [Int]
    /// The group at each place of the row.
    private let groupAt: [Int32]
    /// The power of two, at least n.
    private let width: Int

    /// - Parameter counts: How many examples are in each group, each at least 1.
    init(counts: [Int]) {
        var starts = [0]
        var groupAt: [Int32] = []
        for (group, count) in counts.enumerated() {
            groupAt += repeatElement(Int32(group), count: count)
            starts.append(groupAt.count)
        }
        self.starts = starts
        self.groupAt = groupAt
        var width = 1
        while width < groupAt.count { width *= 2 }
        self.width = width
    }

    /// Fills `drawn`, one number a group, which sum to n.
    func draw(into drawn: inout [Int], using random: inout SeededRandom) {
        for index in drawn.indices { drawn[index] = 0 }
        let groups = starts.count - 1
        drawn.withUnsafeMutableBufferPointer { drawn in
            starts.withUnsafeBufferPointer { starts in
                groupAt.withUnsafeBufferPointer { groupAt in
                    var walk = Walk(
                        starts: starts,
                        groupAt: groupAt,
                        drawn: drawn,
                        random: random
                    )
                    var remaining = starts[groups]
                    while remaining > 0 {
                        walk.outside = 0
                        walk.spread(remaining, from: 0, width: width, groups: 0..<groups)
                        remaining = walk.outside
                    }
                    random = walk.random
                }
            }
        }
    }

    /// One pass over the row.
    private struct Walk {
        let starts: UnsafeBufferPointer<Int>
        let groupAt: UnsafeBufferPointer<Int32>
        let drawn: UnsafeMutableBufferPointer<Int>
        var random: SeededRandom
        /// Draws that fell into the filling.
        var outside = 0

        /// Spreads draws over the stretch that begins at `from`, into which `groups` reach (the
        /// filling is none of them).
        mutating func spread(_ draws: Int, from: Int, width: Int, groups: Range<Int>) {
            if draws == 0 { return }
            guard let first = groups.first else {
                outside += draws
                return
            }
            if starts[first] <= from, starts[first + 1] >= from + width {
                drawn[first] += draws
                return
            }
            if draws <= 16 {
                place(draws, from: from, width: width)
                return
            }
            let left = heads(of: draws)
            let half = width / 2
            let middle = from + half
            // The first group that reaches beyond the middle, by bisection.
            var low = groups.lowerBound
            var high = groups.upperBound
            while low < high {
                let probe = (low + high) / 2
                if starts[probe + 1] <= middle { low = probe + 1 } else { high = probe }
            }
            let beginsBefore = low < groups.upperBound && starts[low] < middle
            let leftEnd = low + (beginsBefore ? 1 : 0)
            spread(left, from: from, width: half, groups: groups.lowerBound..<leftEnd)
            spread(draws - left, from: middle, width: half, groups: low..<groups.upperBound)
        }

        /// Places draws one by one; a random word serves as many as it has bits for.
        private mutating func place(_ draws: Int, from: Int, width: Int) {
            let bits = width.trailingZeroBitCount
            var word: UInt64 = 0
            var available = 0
            for _ in 0..<draws {
                if available < bits {
                    word = random.next()
                    available = 64
                }
                let index = from + Int(word & UInt64(width - 1))
                word >>= UInt64(bits)
                available -= bits
                if index < groupAt.count { drawn[Int(groupAt[index])] += 1 } else { outside += 1 }
            }
        }

        /// How many of so many fair coins show heads.
        private mutating func heads(of coins: Int) -> Int {
            var heads = 0
            var left = coins
            while left >= 64 {
                heads += random.next().nonzeroBitCount
                left -= 64
            }
            if left > 0 { heads += (random.next() >> (64 - UInt64(left))).nonzeroBitCount }
            return heads
        }
    }
}
