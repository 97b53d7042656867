/// Draws from n examples with replacement, n times: an exact multinomial draw from fair coin flips.
///
/// The examples are laid out in a row, group after group, and the row is filled up to a power of two.
/// Of the draws that fall into a stretch of the row, a fair coin says for each whether it falls into
/// the left or the right half; 64 flips are the bits of one random word, and heads are counted.
/// A stretch within one group is not cut further; in a short one, or where few draws are left, each
/// draw is placed by itself, with as many flips as the stretch has levels. Draws that fall into the
/// filling are drawn again. No floating-point number is involved, so a seed gives the same draws
/// everywhere.
///
/// A few large groups cost one random word for some dozens of draws. Where every example is its own
/// group, a word serves six draws, and they look up neighbours: a stretch of ``shortest`` words lies
/// in the processor's first cache, whatever n is.
struct Resampler {
    /// Stretches of so many places, or fewer, are cut no further.
    private static let shortest = 1024
    /// So few draws are placed one by one however long the stretch is.
    private static let fewest = 16

    /// Where each group begins, and at the end n.
    private let starts: [Int]
    /// The power of two, at least n.
    private let width: Int

    /// - Parameter counts: How many examples are in each group, each at least 1; n is below 2³¹.
    init(counts: [Int]) {
        var starts = [0]
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        self.starts = starts
        var width = 1
        while width < starts[counts.count] { width *= 2 }
        self.width = width
    }

    /// Hands n draws to the sink, in the same order for the same random numbers.
    func draw<Sink: DrawSink>(into sink: inout Sink, using random: inout SeededRandom) {
        let groups = starts.count - 1
        let capacity = PackedColumns.mostAdditions + UInt64.bitWidth
        starts.withUnsafeBufferPointer { starts in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { places in
                // Taken out and put back, so that the loops keep both in registers.
                var walk = Walk(starts: starts, places: places, sink: sink, random: random)
                var remaining = starts[groups]
                while remaining > 0 {
                    walk.outside = 0
                    walk.spread(remaining, from: 0, width: width, groups: 0..<groups)
                    remaining = walk.outside
                }
                random = walk.random
                sink = walk.sink
            }
        }
    }

    /// One pass over the row.
    private struct Walk<Sink: DrawSink> {
        let starts: UnsafeBufferPointer<Int>
        /// Where draws in a stretch go, before the sink takes them.
        let places: UnsafeMutableBufferPointer<UInt32>
        var sink: Sink
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
                sink.add(draws, ofGroup: first)
                return
            }
            if draws <= Resampler.fewest || width <= Resampler.shortest {
                place(draws, from: from, width: width)
                return
            }
            let left = random.heads(of: draws)
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

        /// Places draws one by one, in runs that the sink can add without looking at its sums.
        private mutating func place(_ draws: Int, from: Int, width: Int) {
            let bits = width.trailingZeroBitCount
            let end = starts[starts.count - 1]
            var left = draws
            while left > 0 {
                let run = min(left, PackedColumns.mostAdditions)
                // The same twice, but that the compiler knows the numbers of the first.
                if bits == 10 {
                    fill(run, from: from, bits: 10, each: 6)
                } else {
                    fill(run, from: from, bits: bits, each: UInt64.bitWidth / bits)
                }
                var kept = run
                if from + width > end {
                    kept = 0
                    for index in 0..<run {
                        let place = places[index]
                        places[kept] = place
                        kept += place < UInt32(truncatingIfNeeded: end) ? 1 : 0
                    }
                    outside += run - kept
                }
                sink.add(places: UnsafeBufferPointer(rebasing: places[..<kept]))
                left -= run
            }
        }

        /// Fills in places from the bits of random words, `each` of them a word; the last word may
        /// give some too many.
        @inline(__always)
        private mutating func fill(_ count: Int, from: Int, bits: Int, each: Int) {
            let mask = UInt64(1) << UInt64(bits) &- 1
            let from = UInt32(truncatingIfNeeded: from)
            var index = 0
            while index < count {
                var word = random.next()
                for _ in 0..<each {
                    places[index] = from &+ UInt32(truncatingIfNeeded: word & mask)
                    word >>= UInt64(bits)
                    index &+= 1
                }
            }
        }
    }
}

/// What becomes of draws.
protocol DrawSink {
    /// So many draws of a group's examples.
    mutating func add(_ draws: Int, ofGroup group: Int)
    /// A draw of the example at each of these places of the row, at most
    /// ``PackedColumns/mostAdditions``.
    mutating func add(places: UnsafeBufferPointer<UInt32>)
}

/// Counts how often each group was drawn.
struct GroupCounts: DrawSink {
    private(set) var drawn: [Int]
    /// The group at each place of the row.
    private let groupAt: [Int32]

    init(counts: [Int]) {
        drawn = [Int](repeating: 0, count: counts.count)
        groupAt = counts.enumerated().flatMap { repeatElement(Int32($0.offset), count: $0.element) }
    }

    mutating func clear() {
        for index in drawn.indices { drawn[index] = 0 }
    }

    mutating func add(_ draws: Int, ofGroup group: Int) { drawn[group] += draws }

    mutating func add(places: UnsafeBufferPointer<UInt32>) {
        for place in places { drawn[Int(groupAt[Int(place)])] += 1 }
    }
}
