/// How many values lie in each of some bins of equal width.
enum HistogramChart {
    private static let width = 520.0
    private static let height = 110.0
    private static let left = 10.0
    private static let top = 16.0

    /// The bins from 0 to `upper`; values above it are in the last.
    static func draw(_ counts: [Int], x scale: Scale, upper: Double, title: String) -> HTML {
        let largest = Double(max(1, counts.max() ?? 1))
        let step = upper / Double(max(1, counts.count))
        let x = { (value: Double) in left + scale.position(value) * width }
        let bars = counts.enumerated().map { index, count -> HTML in
            guard count > 0 else { return "" }
            let from = x(Double(index) * step), to = x(Double(index + 1) * step)
            let size = max(Double(count) / largest * height, 1)
            return """
                <rect class="bar" x="\(Numbers.coordinate(from + 0.5))" \
                width="\(Numbers.coordinate(max(to - from - 1, 0.5)))" \
                y="\(Numbers.coordinate(top + height - size))" \
                height="\(Numbers.coordinate(size))"><title>\(Numbers.count(count, "example"))</title></rect>
                """
        }
        let ticks = scale.ticks.map { tick -> HTML in
            """
            <text x="\(Numbers.coordinate(x(tick)))" y="\(Numbers.coordinate(top + height + 15))" \
            text-anchor="middle">\(scale.label(tick))</text>
            """
        }
        let total = counts.reduce(0, +)
        return """
            <svg class="histogram" viewBox="0 0 \(Numbers.coordinate(left * 2 + width)) \
            \(Numbers.coordinate(top + height + 22))" role="img" \
            aria-label="\(title) of \(Numbers.count(total, "example")), by how many have it">
            <text x="\(Numbers.coordinate(left))" y="10">\(Numbers.count(Int(largest), "example"))</text>
            <line class="tick" x1="\(Numbers.coordinate(left))" \
            x2="\(Numbers.coordinate(left + width))" y1="\(Numbers.coordinate(top + height))" \
            y2="\(Numbers.coordinate(top + height))"/>\(bars)\(ticks)</svg>

            """
    }
}
