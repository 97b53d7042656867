/// Differences as points with their 95 % intervals around nothing: one line of a table, as wide as its cell.
///
/// Coordinates are per cent of the width, so that the same drawing fits a phone and a wide screen.
enum DifferenceChart {
    /// A difference as it is drawn.
    struct Mark: Sendable, Equatable {
        let difference: Double
        /// The ends of its interval; nil where there is none.
        let interval: ClosedRange<Double>?
    }

    /// An axis that reaches as far to either side of 0.
    struct Axis: Sendable, Equatable {
        let limit: Double
        let isShare: Bool

        /// The smallest round axis that holds all marks.
        init(covering marks: [Mark], isShare: Bool) {
            let largest =
                marks.flatMap { mark in
                    [abs(mark.difference)]
                        + (mark.interval.map { [abs($0.lowerBound), abs($0.upperBound)] } ?? [])
                }
                .filter(\.isFinite).max() ?? 0
            limit = Scale(upTo: max(largest, isShare ? 0.01 : 1e-6), isShare: isShare).upper
            self.isShare = isShare
        }

        /// A coordinate for SVG; values outside are drawn at the ends.
        func percent(_ value: Double) -> String {
            let share = value.isFinite ? (value / limit + 1) / 2 : 0.5
            return Numbers.coordinate(min(max(share, 0), 1) * 100) + "%"
        }

        /// "+50", in points for shares.
        func label(_ value: Double) -> String {
            let shown = isShare ? value * 100 : value
            let decimals = limit * (isShare ? 100 : 1)
            let places = decimals >= 4 ? 0 : decimals >= 0.4 ? 1 : decimals >= 0.04 ? 2 : 3
            return Numbers.signed(shown, places)
        }
    }

    /// The drawing of one difference; the axis alone where there is none.
    ///
    /// A faint one has a hollow point.
    ///
    /// - Parameters:
    ///   - mark: The difference.
    ///   - axis: That of the column.
    ///   - label: What the drawing shows, in words.
    ///   - isFaint: Whether the difference may be chance.
    /// - Returns: An SVG element as wide as its cell.
    static func row(_ mark: Mark?, on axis: Axis, label: String, isFaint: Bool) -> HTML {
        var marks: HTML = ""
        for tick in [-axis.limit, -axis.limit / 2, axis.limit / 2, axis.limit] {
            let x = axis.percent(tick)
            marks += "<line class=\"tick\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"24\"/>"
        }
        marks += "<line class=\"zero\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"24\"/>"
        if let mark {
            if let interval = mark.interval {
                marks += """
                    <line class="whisker" x1="\(axis.percent(interval.lowerBound))" \
                    x2="\(axis.percent(interval.upperBound))" y1="12" y2="12"/>
                    """
            }
            marks += """
                <circle class="point" cx="\(axis.percent(mark.difference))" cy="12" r="4.5"/>
                """
        }
        let faint: HTML = isFaint ? " faint" : ""
        return """
            <svg class="difference\(faint)" height="24" role="img" aria-label="\(label)">\(marks)</svg>
            """
    }

    /// The axis over a column of rows, with its unit.
    static func axis(_ axis: Axis) -> HTML {
        var marks: HTML = ""
        for tick in [-axis.limit, 0, axis.limit] {
            marks += """
                <text x="\(axis.percent(tick))" y="11" text-anchor="middle">\(axis.label(tick))</text>
                """
        }
        let unit: HTML = "<span class=\"unit\">B − A\(axis.isShare ? ", points" : "")</span>"
        return "\(unit)<svg class=\"axis\" height=\"14\" aria-hidden=\"true\">\(marks)</svg>"
    }
}
