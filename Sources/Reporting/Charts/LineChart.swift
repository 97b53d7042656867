/// Values over a number, as lines with points: errors over coverage, a metric over severities.
enum LineChart {
    /// One line; its name stands at its right end.
    struct Line: Sendable {
        let name: String
        let points: [Point]
    }

    struct Point: Sendable {
        let x: Double
        let y: Double
        /// The 95 % interval of `y`; nil for points without one.
        var interval: ClosedRange<Double>?
    }

    /// An axis with its title.
    struct Axis: Sendable {
        let title: String
        let scale: Scale
    }

    private static let width = 320.0
    private static let height = 190.0
    private static let left = 52.0
    private static let top = 10.0
    /// For the names of the lines, where they have some.
    private static let right = (named: 118.0, unnamed: 18.0)
    private static let bottom = 40.0

    /// The lines; the label says in words what they show.
    ///
    /// Lines with many points are drawn without marks.
    static func draw(_ lines: [Line], x: Axis, y: Axis, label: String) -> HTML {
        let drawing = Drawing(x: x.scale, y: y.scale)
        let space = lines.contains { !$0.name.isEmpty } ? right.named : right.unnamed
        let total =
            "0 0 \(Numbers.coordinate(left + width + space)) "
            + Numbers.coordinate(top + height + bottom)
        return """
            <svg class="lines" viewBox="\(total)" role="img" aria-label="\(label)">
            \(grid(drawing))\(named(lines, drawing))
            <text class="title" x="\(Numbers.coordinate(left + width / 2))" \
            y="\(Numbers.coordinate(top + height + 34))" text-anchor="middle">\(x.title)</text>
            <text class="title" transform="translate(11 \(Numbers.coordinate(top + height / 2))) \
            rotate(-90)" text-anchor="middle">\(y.title)</text>
            </svg>
            """
    }

    /// Where values are on the drawing.
    private struct Drawing {
        let x: Scale
        let y: Scale

        func x(_ value: Double) -> String { Numbers.coordinate(left + x.position(value) * width) }
        func y(_ value: Double) -> String {
            Numbers.coordinate(top + (1 - y.position(value)) * height)
        }
    }

    private static func grid(_ drawing: Drawing) -> HTML {
        var marks: HTML = ""
        let end = Numbers.coordinate(left + width)
        for tick in drawing.y.ticks {
            let y = drawing.y(tick)
            marks += """
                <line class="tick" x1="\(Numbers.coordinate(left))" x2="\(end)" y1="\(y)" y2="\(y)"/>\
                <text x="\(Numbers.coordinate(left - 6))" y="\(y)" dy="3.5" \
                text-anchor="end">\(drawing.y.label(tick))</text>
                """
        }
        for tick in drawing.x.ticks {
            marks += """
                <text x="\(drawing.x(tick))" y="\(Numbers.coordinate(top + height + 15))" \
                text-anchor="middle">\(drawing.x.label(tick))</text>
                """
        }
        return marks
    }

    /// Each line in a dash pattern of its own, so that no colour is needed to tell them apart, and its
    /// name at the end; names that would touch are moved down.
    private static func named(_ lines: [Line], _ drawing: Drawing) -> HTML {
        var taken: [Double] = []
        let ends = lines.enumerated().compactMap { index, line in
            line.name.isEmpty ? nil : line.points.last.map { (index, line.name, $0) }
        }
        .sorted { $0.2.y > $1.2.y }
        let names = ends.map { index, name, point -> HTML in
            var y = top + (1 - drawing.y.position(point.y)) * height
            if let last = taken.last, y < last + 13 { y = last + 13 }
            taken.append(y)
            return """
                <text class="name line-\(index % 4)" x="\(Numbers.coordinate(left + width + 8))" \
                y="\(Numbers.coordinate(y))" dy="3.5">\(name)</text>
                """
        }
        let curves = lines.enumerated().map { index, line in
            curve(line, style: index % 4, drawing)
        }
        return "\(curves)\(names)"
    }

    private static func curve(_ line: Line, style: Int, _ drawing: Drawing) -> HTML {
        let path = line.points.map { "\(drawing.x($0.x)),\(drawing.y($0.y))" }
            .joined(separator: " ")
        var marks: HTML = "<polyline class=\"curve line-\(style)\" points=\"\(path)\"/>"
        guard line.points.count <= 12 else { return marks }
        for point in line.points {
            let x = drawing.x(point.x)
            if let interval = point.interval {
                marks += """
                    <line class="whisker" x1="\(x)" x2="\(x)" y1="\(drawing.y(interval.lowerBound))" \
                    y2="\(drawing.y(interval.upperBound))"/>
                    """
            }
            marks += "<circle class=\"point\" cx=\"\(x)\" cy=\"\(drawing.y(point.y))\" r=\"3\"/>"
        }
        return marks
    }
}
