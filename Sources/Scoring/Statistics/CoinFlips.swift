/// Takes each of some examples or leaves it, by a fair coin.
///
/// A group of many equal examples is one binomial draw; of small groups each example has a bit of a
/// random word.
struct CoinFlips {
    /// Groups of fewer examples lie in rows of places.
    private static let fewest = 16

    /// What is flipped for together.
    private enum Part {
        case group(Int, count: Int)
        case places(Range<Int>)
    }

    private let parts: [Part]

    /// - Parameter counts: How many examples are in each group, each at least 1.
    init(counts: [Int]) {
        var parts: [Part] = []
        var start = 0
        for (group, count) in counts.enumerated() {
            if count >= Self.fewest {
                parts.append(.group(group, count: count))
            } else if case .places(let range) = parts.last {
                parts[parts.count - 1] = .places(range.lowerBound..<start + count)
            } else {
                parts.append(.places(start..<start + count))
            }
            start += count
        }
        self.parts = parts
    }

    /// Hands the examples whose coin shows heads to the sink.
    func flip<Sink: DrawSink>(into sink: inout Sink, using random: inout SeededRandom) {
        let capacity = PackedColumns.mostAdditions
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { places in
            for part in parts {
                switch part {
                case .group(let group, let count):
                    sink.add(random.heads(of: count), ofGroup: group)
                case .places(let range):
                    var kept = 0
                    for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
                        var word = random.next()
                        let left = range.upperBound - start
                        if left < UInt64.bitWidth { word &= 1 << UInt64(left) - 1 }
                        while word != 0 {
                            places[kept] = UInt32(start + word.trailingZeroBitCount)
                            kept += 1
                            word &= word - 1
                        }
                        if kept > capacity - UInt64.bitWidth {
                            sink.add(places: UnsafeBufferPointer(rebasing: places[..<kept]))
                            kept = 0
                        }
                    }
                    sink.add(places: UnsafeBufferPointer(rebasing: places[..<kept]))
                }
            }
        }
    }
}
