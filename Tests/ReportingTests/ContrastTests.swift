import Foundation
import Testing

@testable import Reporting

/// The contrast of the style sheet's colours, as WCAG 2.2 computes it (success criteria 1.4.3 and 1.4.11).
struct ContrastTests {
    enum Scheme: Int, CaseIterable {
        /// In the order in which the style sheet sets its variables.
        case light, dark, paper
    }

    /// Red, green and blue, 0...1.
    typealias Color = SIMD3<Double>

    /// The variables of a scheme; what it does not set is as in the light one.
    private static func variables(_ scheme: Scheme) throws -> [String: String] {
        let blocks = PageStyle.sheet.text.matches(of: #/:root\s*\{([^}]*)\}/#).map(\.1)
        try #require(blocks.count == Scheme.allCases.count)
        var variables: [String: String] = [:]
        for index in Set([0, scheme.rawValue]).sorted() {
            for match in blocks[index].matches(of: #/--([a-z-]+):\s*([^;]+);/#) {
                variables[String(match.1)] = String(match.2)
            }
        }
        return variables
    }

    /// `#rgb`, `#rrggbb` or three numbers up to 255.
    private static func color(_ text: String?) throws -> Color {
        let text = try #require(text)
        if text.hasPrefix("#") {
            let digits = text.dropFirst()
            let wide = digits.count == 3 ? digits.map { "\($0)\($0)" }.joined() : String(digits)
            let value = try #require(Int(wide.prefix(6), radix: 16))
            return Color(Double(value >> 16), Double(value >> 8 & 255), Double(value & 255)) / 255
        }
        let parts = text.split(separator: " ").compactMap { Double($0) }
        try #require(parts.count == 3)
        return Color(parts[0], parts[1], parts[2]) / 255
    }

    private static func luminance(_ color: Color) -> Double {
        func linear(_ part: Double) -> Double {
            part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(color.x) + 0.7152 * linear(color.y) + 0.0722 * linear(color.z)
    }

    static func contrast(_ a: Color, _ b: Color) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    private static func expect(
        _ front: String,
        alpha: Double = 1,
        on back: String,
        tint: (name: String, alpha: Double)? = nil,
        atLeast least: Double,
        _ scheme: Scheme
    ) throws {
        let variables = try variables(scheme)
        var ground = try color(variables[back])
        if let tint {
            ground = ground * (1 - tint.alpha) + (try color(variables[tint.name])) * tint.alpha
        }
        let shown = ground * (1 - alpha) + (try color(variables[front])) * alpha
        let found = contrast(shown, ground)
        #expect(found >= least, "\(front) on \(back) \(tint?.name ?? ""): \(found) in \(scheme)")
    }

    @Test func `Black on white is 21 to 1`() {
        #expect(abs(Self.contrast(.zero, .one) - 21) < 1e-9)
    }

    @Test(arguments: Scheme.allCases)
    func `Text can be read`(scheme: Scheme) throws {
        for front in ["ink", "muted", "accent", "bad-ink"] {
            for back in ["paper", "card", "faint"] {
                try Self.expect(front, on: back, atLeast: 4.5, scheme)
            }
        }
        try Self.expect("warn-ink", on: "warn", atLeast: 4.5, scheme)
        try Self.expect("accent", on: "warn", atLeast: 4.5, scheme)
        try Self.expect("ink", on: "mark", atLeast: 4.5, scheme)
        for back in ["paper", "card"] {
            // Tags and inserted words.
            try Self.expect("ink", on: back, tint: ("good", 0.14), atLeast: 4.5, scheme)
            try Self.expect("bad-ink", on: back, tint: ("bad", 0.16), atLeast: 4.5, scheme)
        }
        // The lightest and the darkest cell of a confusion matrix.
        for share in [0.1, 0.62] {
            try Self.expect("ink", on: "card", tint: ("good", share), atLeast: 4.5, scheme)
            try Self.expect("ink", on: "card", tint: ("bad", share), atLeast: 4.5, scheme)
        }
    }

    @Test(arguments: Scheme.allCases)
    func `Charts, borders of fields and the focus can be seen`(scheme: Scheme) throws {
        for back in ["paper", "card"] {
            try Self.expect("point", on: back, atLeast: 3, scheme)
            // Whiskers and bars are drawn thinner than their points.
            try Self.expect("point", alpha: 0.75, on: back, atLeast: 3, scheme)
            try Self.expect("muted", alpha: 0.75, on: back, atLeast: 3, scheme)
            try Self.expect("accent", on: back, atLeast: 3, scheme)
        }
    }
}
