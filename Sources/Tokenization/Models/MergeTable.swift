/// Which pairs of tokens make one, and which pairs come first.
struct MergeTable: Sendable {
    private var keys: [UInt64]
    private var values: [(rank: Int32, id: Int32)]
    private let mask: Int
    private static let free = UInt64.max

    /// A table for so many pairs.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: Self.free, count: size)
        values = [(rank: Int32, id: Int32)](repeating: (0, 0), count: size)
        mask = size - 1
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        var hash = key &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
        var slot = Int(truncatingIfNeeded: hash) & mask
        while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
        return slot
    }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// Notes a pair; of pairs that occur twice the last counts.
    mutating func insert(_ left: Int32, _ right: Int32, rank: Int, id: Int32) {
        let key = Self.key(left, right)
        let slot = slot(key)
        keys[slot] = key
        values[slot] = (Int32(rank), id)
    }

    /// What a pair makes; nil if it stays a pair.
    @inline(__always)
    subscript(left: Int32, right: Int32) -> (rank: Int32, id: Int32)? {
        let key = Self.key(left, right)
        let slot = slot(key)
        return keys[slot] == key ? values[slot] : nil
    }
}
