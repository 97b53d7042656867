/// Repeatable numbers for fixtures (Knuth's MMIX congruential generator).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// 0..<1.
    mutating func roll() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }

    /// 0..<count.
    mutating func roll(_ count: Int) -> Int {
        Int(roll() * Double(count))
    }
}
