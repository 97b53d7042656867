/// A piece of HTML, written as a string literal in which every interpolated `String` is escaped.
///
/// There is no way to turn a `String` into markup without escaping: literals in the source are
/// markup, values are text. Interpolating anything but text, whole numbers and other `HTML` does not
/// compile.
///
///     let cell: HTML = "<td title=\"\(example.key)\">\(answer)</td>"
package struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// The markup.
    package private(set) var text: String

    package init(stringLiteral text: StaticString) {
        self.text = text.description
    }

    package init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    /// Nothing.
    package static let empty: HTML = ""

    package static func += (a: inout HTML, b: HTML) {
        a.text += b.text
    }

    /// The escaped and unescaped pieces of a literal.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            text += literal.description
        }

        /// Text, escaped for element content and for quoted attributes alike.
        package mutating func appendInterpolation(_ value: String) {
            HTMLEscape.append(value, to: &text)
        }

        package mutating func appendInterpolation(_ value: Int) {
            text += String(value)
        }

        package mutating func appendInterpolation(_ value: Int64) {
            text += String(value)
        }

        package mutating func appendInterpolation(_ html: HTML) {
            text += html.text
        }

        /// Nothing where there is nothing.
        package mutating func appendInterpolation(_ html: HTML?) {
            if let html { text += html.text }
        }

        package mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { text += piece.text }
        }
    }
}
