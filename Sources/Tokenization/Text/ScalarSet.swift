/// A set of scalars, as a character class of a regular expression describes it.
struct ScalarSet: Sendable, Equatable {
    /// A part of a class.
    enum Item: Sendable, Equatable {
        case range(ClosedRange<UInt32>)
        /// Scalars with any of the traits, or with none of them.
        case traits(UInt32, isNegated: Bool)
        case set(ScalarSet)
    }

    let items: [Item]
    let isNegated: Bool
    /// Membership of ASCII, worked out once.
    private let low: UInt64
    private let high: UInt64

    init(_ items: [Item], isNegated: Bool = false) {
        self.items = items
        self.isNegated = isNegated
        var low: UInt64 = 0, high: UInt64 = 0
        for value in UInt8(0)..<128 where Self.contains(Unicode.Scalar(value), items) != isNegated {
            if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
        }
        self.low = low
        self.high = high
    }

    static func scalar(_ scalar: Unicode.Scalar) -> ScalarSet {
        ScalarSet([.range(scalar.value...scalar.value)])
    }

    /// Which ASCII characters it has: those below 64, and those from 64 on.
    var ascii: (low: UInt64, high: UInt64) { (low, high) }

    @inline(__always)
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return low >> UInt64(value) & 1 == 1 }
        if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
        return Self.contains(scalar, items) != isNegated
    }

    private static func contains(_ scalar: Unicode.Scalar, _ items: [Item]) -> Bool {
        for item in items {
            switch item {
            case .range(let range): if range.contains(scalar.value) { return true }
            case .traits(let traits, let isNegated):
                if (ScalarTraits.of(scalar).rawValue & traits == 0) == isNegated { return true }
            case .set(let set): if set.contains(scalar) { return true }
            }
        }
        return false
    }
}
