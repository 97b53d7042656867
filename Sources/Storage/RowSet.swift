/// A set of row ids, a bit for each id up to the largest: 125 kB for a million rows.
struct RowSet {
    private var words: [UInt64] = []

    /// Adds an id, which is positive; false if it was there already.
    @discardableResult
    mutating func insert(_ id: Int64) -> Bool {
        let word = Int(id >> 6)
        let bit: UInt64 = 1 << UInt64(id & 63)
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
        }
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }
}
