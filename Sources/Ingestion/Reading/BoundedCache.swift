/// Remembers the values used last, in about `capacity` units of cost and at most twice that.
///
/// Two generations: when the young one is full it becomes the old one, and what is still used moves
/// back. That is nearly as good as exact bookkeeping and costs one dictionary look-up.
struct BoundedCache<Value> {
    private var young: [String: Value] = [:]
    private var old: [String: Value] = [:]
    private var cost = 0
    private let capacity: Int
    private let costOf: (Value) -> Int

    init(capacity: Int, costOf: @escaping (Value) -> Int = { _ in 1 }) {
        self.capacity = capacity
        self.costOf = costOf
    }

    /// The value for a key, made by `make` if it is not remembered.
    mutating func value(_ key: String, make: () throws -> Value) rethrows -> Value {
        if let value = young[key] { return value }
        let value = try old[key] ?? make()
        if cost >= capacity {
            old = young
            young = [:]
            cost = 0
        }
        young[key] = value
        cost += costOf(value)
        return value
    }
}
