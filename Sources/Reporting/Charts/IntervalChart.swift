import Domain

/// A value as a point with its 95 % interval as a bar: one line of a table, as wide as its cell.
///
/// Coordinates are per cent of the width, so that the same drawing fits a phone and a wide screen.
enum IntervalChart {
    /// The drawing of one figure; the axis alone where there is no value.
    ///
    /// A reference is drawn as a dashed line. A faint figure, a baseline or a group too small to say
    /// much, has a hollow point.
    static func row(
        _ figure: Figure?,
        of metric: ReportedMetric,
        on scale: Scale,
        reference: Double? = nil,
        isFaint: Bool = false
    ) -> HTML {
        var marks: HTML = ""
        for tick in scale.ticks {
            let x = scale.percent(tick)
            marks += "<line class=\"tick\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"24\"/>"
        }
        if let reference {
            let x = scale.percent(reference)
            marks += "<line class=\"reference\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"24\"/>"
        }
        if let figure, let value = figure.value {
            if let interval = figure.interval {
                let left = scale.percent(interval.lower), right = scale.percent(interval.upper)
                marks +=
                    "<line class=\"whisker\" x1=\"\(left)\" x2=\"\(right)\" y1=\"12\" y2=\"12\"/>"
            }
            marks += "<circle class=\"point\" cx=\"\(scale.percent(value))\" cy=\"12\" r=\"4.5\"/>"
        }
        let faint: HTML = isFaint ? " faint" : ""
        return """
            <svg class="interval\(faint)" height="24" role="img" \
            aria-label="\(label(figure, of: metric))">\(marks)</svg>
            """
    }

    /// The head of a column of rows: the axis.
    static func header(_ scale: Scale) -> HTML {
        "<th scope=\"col\" class=\"chart\"><span class=\"sr\">Drawn</span>\(axis(scale))</th>"
    }

    private static func axis(_ scale: Scale) -> HTML {
        var marks: HTML = ""
        for tick in scale.labelledTicks {
            marks += """
                <text x="\(scale.percent(tick))" y="11" text-anchor="middle">\(scale.label(tick))</text>
                """
        }
        return "<svg class=\"axis\" height=\"14\" aria-hidden=\"true\">\(marks)</svg>"
    }

    /// What the drawing shows, in words.
    private static func label(_ figure: Figure?, of metric: ReportedMetric) -> String {
        guard let figure, let value = figure.value else { return "\(metric.title): no value" }
        let decimals = Numbers.decimals(figure)
        let text =
            "\(metric.title) "
            + Numbers.value(value, isShare: metric.isShare, decimals: decimals)
        guard let interval = figure.interval else { return text }
        return text + ", 95 % interval "
            + Numbers.interval(interval, isShare: metric.isShare, decimals: decimals)
    }
}
