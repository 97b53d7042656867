/// Runs of n units of a text, counted.
///
/// A unit is a number below 2²¹: a Unicode scalar, or a word's number. Up to six fit into one key.
struct Ngrams {
    static let longest = 6

    /// Each n-gram and how often it occurs, sorted by the n-gram: a sentence has so few that sorting them
    /// is faster than hashing.
    private var counts: [(key: UInt128, count: Int)] = []

    init() {}

    init(_ units: [UInt32], order: Int) {
        precondition((1...Self.longest).contains(order), "n-grams of \(order) units")
        guard units.count >= order else { return }
        let mask = (UInt128(1) << UInt128(21 * order)) - 1
        var key: UInt128 = 0
        var keys: [UInt128] = []
        keys.reserveCapacity(units.count)
        for (index, unit) in units.enumerated() {
            key = (key << 21 | UInt128(unit)) & mask
            if index >= order - 1 { keys.append(key) }
        }
        keys.sort()
        counts.reserveCapacity(keys.count)
        for key in keys {
            if let last = counts.last, last.key == key {
                counts[counts.count - 1].count += 1
            } else {
                counts.append((key, 1))
            }
        }
    }

    /// All n-grams, as often as they occur.
    var total: Int { counts.reduce(0) { $0 + $1.count } }

    /// How many n-grams of the other are here too, each as often as in the poorer of the two.
    func matches(_ other: Ngrams) -> Int {
        var matches = 0
        var place = 0
        for (key, count) in other.counts {
            while place < counts.count, counts[place].key < key { place += 1 }
            if place < counts.count, counts[place].key == key {
                matches += min(count, counts[place].count)
            }
        }
        return matches
    }

    /// Each n-gram as often as in the richer of the two.
    mutating func formUnion(_ other: Ngrams) {
        if counts.isEmpty {
            self = other
            return
        }
        var union: [(key: UInt128, count: Int)] = []
        var place = 0
        for (key, count) in other.counts {
            while place < counts.count, counts[place].key < key {
                union.append(counts[place])
                place += 1
            }
            if place < counts.count, counts[place].key == key {
                union.append((key, max(count, counts[place].count)))
                place += 1
            } else {
                union.append((key, count))
            }
        }
        counts = union + counts[place...]
    }
}

/// Numbers words as they come, the same number for words of the same Unicode scalars.
struct Vocabulary {
    private var numbers: [[UInt8]: UInt32] = [:]

    /// The numbers of words.
    mutating func numbers(_ words: some Sequence<String>) -> [UInt32] {
        words.map { word in
            let bytes = Array(word.utf8)
            if let number = numbers[bytes] { return number }
            let number = UInt32(numbers.count)
            numbers[bytes] = number
            return number
        }
    }
}
