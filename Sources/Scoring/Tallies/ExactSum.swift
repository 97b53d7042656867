/// A sum of numbers in units of 10⁻¹², exact and so the same in every order.
///
/// Each number is rounded once, when it comes in; what is summed is whole. Sums up to 10²⁶ fit.
struct ExactSum: Sendable, Hashable {
    static let unitsPerOne = 1_000_000_000_000.0

    var units: Int128

    /// The number, rounded to 10⁻¹²; at most 10²⁴ in size, which larger ones are cut to.
    ///
    /// - Precondition: The number is not NaN.
    init(_ number: Double) {
        let limited = min(max(number, -1e24), 1e24)
        // Whole parts are taken over as they are, so that nothing but the rest is rounded.
        let whole = limited.rounded(.down)
        units =
            Int128(whole) * Int128(Self.unitsPerOne)
            + Int128(((limited - whole) * Self.unitsPerOne).rounded())
    }

    init(_ number: Int) {
        units = Int128(number) * Int128(Self.unitsPerOne)
    }

    init(units: Int128) {
        self.units = units
    }

    /// The sum as the nearest floating-point number, to a rounding error or two.
    var value: Double { Double(units) / Self.unitsPerOne }

    /// A decimal number: `-12.345`.
    var text: String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
        var part = padded.suffix(12)
        while part.last == "0" { part.removeLast() }
        let sign = units < 0 ? "-" : ""
        return "\(sign)\(padded.dropLast(12))\(part.isEmpty ? "" : ".")\(part)"
    }

    /// Reads ``text``; nil for anything else.
    init?(text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0)
            .split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = parts.first, !first.isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            first.count < 25
        else { return nil }
        let part = parts.count == 2 ? parts[1] : ""
        guard part.count <= 12,
            let whole = Int128(first),
            let rest = Int128(part + String(repeating: "0", count: 12 - part.count))
        else { return nil }
        let units = whole * Int128(Self.unitsPerOne) + rest
        self.units = isNegative ? -units : units
    }
}
