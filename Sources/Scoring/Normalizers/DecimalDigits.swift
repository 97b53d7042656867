/// A whole number of any size, 0 or more, as its decimal digits: what spoken numbers are made of.
struct DecimalDigits: Equatable {
    /// Most significant first, no leading zeros; empty for 0.
    private let digits: [UInt8]

    init(_ number: Int) {
        self.init(digits: String(number).utf8.map { $0 - 0x30 })
    }

    init(digits: [UInt8]) {
        self.digits = Array(digits.drop { $0 == 0 })
    }

    var text: String {
        digits.isEmpty ? "0" : String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    }

    var isZero: Bool { digits.isEmpty }

    /// What is left over by a power of ten, as the digits below it.
    func endsInZeros(_ count: Int) -> Bool { digits.suffix(count).allSatisfy { $0 == 0 } }

    /// This times 10 to the power.
    func shifted(by power: Int) -> DecimalDigits {
        DecimalDigits(digits: digits + [UInt8](repeating: 0, count: power))
    }

    /// The part in thousands and what is left of it: 12,345 is 12,000 and 345.
    var thousandsAndRest: (thousands: DecimalDigits, rest: DecimalDigits) {
        (
            DecimalDigits(digits: Array(digits.dropLast(3))).shifted(by: 3),
            DecimalDigits(digits: Array(digits.suffix(3)))
        )
    }

    static func + (a: Self, b: Self) -> DecimalDigits {
        var sum: [UInt8] = []
        var carry: UInt8 = 0
        let x = Array(a.digits.reversed()), y = Array(b.digits.reversed())
        for place in 0..<max(x.count, y.count) {
            let digit = carry + (place < x.count ? x[place] : 0) + (place < y.count ? y[place] : 0)
            sum.append(digit % 10)
            carry = digit / 10
        }
        if carry > 0 { sum.append(carry) }
        return DecimalDigits(digits: sum.reversed())
    }
}
