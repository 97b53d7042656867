/// Columns of whole numbers, several packed into a word, so that one addition adds to all their sums.
///
/// Of each number only what it is above its column's least is kept. A column gets a field wide enough
/// for its largest and for ``mostAdditions`` of them, so that as many words can be added up before one
/// field could run into the next; then the fields are taken apart and added to the columns' own sums.
/// What needs more bits than a field may have is cut over several, and a column whose numbers are all
/// the same needs none. All is whole numbers and nothing is rounded or lost: a sum is right whenever
/// 128 bits hold it.
///
/// A word error rate's four counts of an utterance fit into one word, and so does a mean of numbers
/// from 0 to 1 in units of 10⁻¹².
struct PackedColumns {
    /// How many words may be added up before they are taken apart.
    static let mostAdditions = 1 << spareBits - 1
    private static let spareBits = 11

    /// Some of a column's bits within a word.
    fileprivate struct Field {
        let column: Int
        /// The place of its lowest bit in the column's number.
        let weight: Int
        /// Bits of the number.
        let bits: Int
        /// The place of its lowest bit in the word.
        var shift = 0

        var mask: UInt64 { ~0 >> UInt64(UInt64.bitWidth - bits - PackedColumns.spareBits) }
    }

    /// The numbers, a column each with a number for each group.
    fileprivate let columns: [[Int128]]
    /// The least number of each column.
    fileprivate let least: [Int128]
    /// The fields of each word.
    fileprivate let fields: [[Field]]
    /// For each word of a row all places.
    fileprivate let words: [[UInt64]]

    /// - Parameters:
    ///   - columns: A number for each group in each.
    ///   - counts: How many examples each group has.
    init(_ columns: [[Int128]], counts: [Int]) {
        self.columns = columns
        least = columns.map { $0.min() ?? 0 }
        let above = zip(columns, least).map { column, least in
            column.map { UInt128(truncatingIfNeeded: $0 &- least) }
        }
        let bits = above.map { UInt128.bitWidth - ($0.max() ?? 0).leadingZeroBitCount }
        let fields = Self.arrange(bits)
        self.fields = fields
        words = fields.map { fields in
            var plane: [UInt64] = []
            plane.reserveCapacity(counts.reduce(0, +))
            for (group, count) in counts.enumerated() {
                let word = fields.reduce(into: UInt64(0)) { word, field in
                    let part = above[field.column][group] >> UInt128(field.weight)
                    let mask = UInt64(1) << UInt64(field.bits) - 1
                    word |= (UInt64(truncatingIfNeeded: part) & mask) << UInt64(field.shift)
                }
                plane.append(contentsOf: repeatElement(word, count: count))
            }
            return plane
        }
    }

    /// How many words there are to a row.
    var wordsPerRow: Int { words.count }

    /// Finds each column's fields a word: the widest first, each in the first word with room for it.
    private static func arrange(_ bitsOfColumns: [Int]) -> [[Field]] {
        let most = UInt64.bitWidth - spareBits
        var parts: [Field] = []
        for (column, bits) in bitsOfColumns.enumerated() {
            for weight in stride(from: 0, to: bits, by: most) {
                parts.append(Field(column: column, weight: weight, bits: min(most, bits - weight)))
            }
        }
        var words: [[Field]] = []
        var used: [Int] = []
        for var part in parts.sorted(by: { ($0.bits, $1.column) > ($1.bits, $0.column) }) {
            let size = part.bits + spareBits
            let word = used.firstIndex { $0 + size <= UInt64.bitWidth } ?? used.count
            if word == used.count {
                used.append(0)
                words.append([])
            }
            part.shift = used[word]
            used[word] += size
            words[word].append(part)
        }
        return words
    }
}

/// Sums the columns over what is drawn.
struct ColumnSums: DrawSink {
    private let packed: PackedColumns
    private var sums: [Int128]
    /// Draws of which only what is above the columns' least is in the sums.
    private var placed = 0

    init(_ packed: PackedColumns) {
        self.packed = packed
        sums = [Int128](repeating: 0, count: packed.columns.count)
    }

    mutating func clear() {
        for column in sums.indices { sums[column] = 0 }
        placed = 0
    }

    /// The sum of each column.
    var totals: [Int128] {
        zip(sums, packed.least).map { $0 &+ $1 &* Int128(placed) }
    }

    mutating func add(_ draws: Int, ofGroup group: Int) {
        for column in sums.indices {
            sums[column] &+= packed.columns[column][group] &* Int128(draws)
        }
    }

    mutating func add(places: UnsafeBufferPointer<UInt32>) {
        placed += places.count
        for word in packed.words.indices {
            let sum = packed.words[word].withUnsafeBufferPointer { Self.sum($0, places) }
            for field in packed.fields[word] {
                let part = (sum >> UInt64(field.shift)) & field.mask
                sums[field.column] &+= Int128(part) << Int128(field.weight)
            }
        }
    }

    /// Two sums at a time, as a processor can load two words at a time.
    private static func sum(
        _ words: UnsafeBufferPointer<UInt64>,
        _ places: UnsafeBufferPointer<UInt32>
    ) -> UInt64 {
        var even: UInt64 = 0
        var odd: UInt64 = 0
        var index = 0
        while index &+ 1 < places.count {
            even &+= words[Int(places[index])]
            odd &+= words[Int(places[index &+ 1])]
            index &+= 2
        }
        if index < places.count { even &+= words[Int(places[index])] }
        return even &+ odd
    }
}
