/// A number or a date that a text mentions.
package enum NumericValue: Sendable, Hashable {
    /// Finite, or −∞ for a negative number too large for a double.
    case number(Double)
    /// The parts that the text gives; at least one.
    case date(year: Int?, month: Int?, day: Int?)

    /// Whether it is a date; a bare year is both a number and a date, as two values.
    package var isDate: Bool {
        if case .date = self { true } else { false }
    }
}

/// A number or a date in a text.
package struct NumericSpan: Sendable, Equatable {
    /// In Unicode scalars of the normalised text.
    package var range: Range<Int>
    /// What it may be: a bare year is the number first, then the date.
    package var values: [NumericValue]

    package init(range: Range<Int>, values: [NumericValue]) {
        self.range = range
        self.values = values
    }
}
