import Domain

/// How numbers are written for people; the same in every locale.
enum Numbers {
    /// A number with so many decimals, "0.50" for 0.5 with two; "—" if it is not finite.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled.isFinite, let whole = Int(exactly: scaled) else { return "—" }
        let sign = value < 0 && whole > 0 ? "−" : ""
        let unit = Int(scale)
        guard decimals > 0 else { return sign + grouped(whole) }
        let fraction = String(whole % unit)
        return sign + grouped(whole / unit) + "."
            + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// With a thin space between thousands: "1 234 567".
    static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        guard digits.count > 3 else { return (value < 0 ? "−" : "") + digits }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return (value < 0 ? "−" : "") + text
    }

    /// "1 example", "2 examples".
    static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        grouped(count) + " " + (count == 1 ? noun : plural ?? noun + "s")
    }

    /// A metric's value: shares in per cent with so many decimals, others with three.
    static func value(_ value: Double, isShare: Bool, decimals: Int = 1) -> String {
        isShare ? fixed(value * 100, decimals) + "\u{202F}%" : fixed(value, 3)
    }

    /// The decimals of a per cent figure that its interval allows: two where it is narrower than a
    /// point, else one.
    static func decimals(_ figure: Figure) -> Int {
        guard let interval = figure.interval else { return 1 }
        return interval.upper - interval.lower < 0.01 ? 2 : 1
    }

    /// "89.8 – 91.0", in per cent for shares.
    static func interval(_ interval: Figure.Interval, isShare: Bool, decimals: Int) -> String {
        let factor = isShare ? 100.0 : 1
        let places = isShare ? decimals : 3
        return fixed(interval.lower * factor, places) + " – "
            + fixed(interval.upper * factor, places)
    }

    /// With its sign, a true minus.
    static func signed(_ value: Double, _ decimals: Int) -> String {
        let size = fixed(abs(value), decimals)
        let isZero = size.allSatisfy { $0 == "0" || $0 == "." }
        return isZero ? size : (value < 0 ? "\u{2212}" : "+") + size
    }

    /// A p: "p < 0.001", "p = 0.037".
    static func p(_ p: Double) -> String {
        p < 0.001 ? "p < 0.001" : "p = \(fixed(p, 3))"
    }

    /// Seconds in the unit that fits: "1.2 ms".
    static func duration(seconds: Double) -> String {
        switch seconds {
        case ..<0.000_001: "< 1 µs"
        case ..<0.001: fixed(seconds * 1_000_000, seconds < 0.000_1 ? 1 : 0) + " µs"
        case ..<1: fixed(seconds * 1000, seconds < 0.1 ? 1 : 0) + " ms"
        case ..<120: fixed(seconds, seconds < 10 ? 2 : 1) + " s"
        default: fixed(seconds / 60, 1) + " min"
        }
    }

    /// Bytes in the unit that fits: "1.2 MB".
    static func size(bytes: Int) -> String {
        switch bytes {
        case ..<1000: count(bytes, "byte")
        case ..<1_000_000: fixed(Double(bytes) / 1000, 1) + " kB"
        default: fixed(Double(bytes) / 1_000_000, 1) + " MB"
        }
    }

    /// "2026-01-02 03:04:05 UTC" for the database's "2026-01-02T03:04:05.000Z"; other texts as they
    /// are.
    static func time(_ stored: String) -> String {
        let parts = stored.prefix(19).split(separator: "T")
        guard parts.count == 2, parts[0].count == 10, parts[1].count == 8, stored.hasSuffix("Z")
        else { return stored }
        return "\(parts[0]) \(parts[1]) UTC"
    }

    /// A coordinate of a drawing: at most two decimals, none for whole numbers.
    static func coordinate(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard let whole = Int(exactly: hundredths) else { return "0" }
        if whole % 100 == 0 { return String(whole / 100) }
        let sign = whole < 0 ? "-" : ""
        let fraction = whole.magnitude % 100
        return sign + String(whole.magnitude / 100) + (fraction < 10 ? ".0" : ".")
            + String(fraction % 10 == 0 && fraction >= 10 ? fraction / 10 : fraction)
    }
}
