/// Runs of n units of a text, counted.
///
/// A unit is a number below 2²¹: a Unicode scalar, or a word's number. Up to six fit into one key.
struct Ngrams {
    static let longest = 6

    private(set) var counts: [UInt128: Int] = [:]

    init() {}

    init(_ units: [UInt32], order: Int) {
        precondition((1...Self.longest).contains(order), "n-grams of \(order) units")
        guard units.count >= order else { return }
        counts.reserveCapacity(units.count)
        let mask = (UInt128(1) << UInt128(21 * order)) - 1
        var key: UInt128 = 0
        for (index, unit) in units.enumerated() {
            key = (key << 21 | UInt128(unit)) & mask
            if index >= order - 1 { counts[key, default: 0] += 1 }
        }
    }

    /// All n-grams, as often as they occur.
    var total: Int { counts.values.reduce(0, +) }

    /// How many n-grams of the other are here too, each as often as in the poorer of the two.
    func matches(_ other: Ngrams) -> Int {
        other.counts.reduce(0) { $0 + min($1.value, counts[$1.key] ?? 0) }
    }

    /// Each n-gram as often as in the richer of the two.
    mutating func formUnion(_ other: Ngrams) {
        counts.merge(other.counts) { max($0, $1) }
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
