/// How often answers are right against how sure the model was of them.
enum ReliabilityChart {
    /// A bin of answers by confidence.
    struct Bin: Sendable, Equatable {
        /// The bin holds confidences above the lower end and up to the upper one.
        let lower: Double
        let upper: Double
        /// At least 1.
        let count: Int
        let meanConfidence: Double
        let accuracy: Double
    }

    private static let size = 240.0
    private static let left = 52.0
    private static let top = 10.0
    private static let histogramTop = 262.0
    private static let histogramHeight = 40.0

    /// - Parameter bins: Those with answers in them, from left to right.
    static func draw(_ bins: [Bin]) -> HTML {
        """
        <svg class="reliability" viewBox="0 0 308 348" role="img" \
        aria-label="Share of right answers against confidence; the same numbers are in the table">
        \(grid)\(bins.map(bar))
        <line class="diagonal" x1="\(x(0))" y1="\(y(0))" x2="\(x(1))" y2="\(y(1))"/>
        \(histogram(bins))
        <text class="title" x="\(x(0.5))" y="342" text-anchor="middle">confidence</text>
        <text class="title" transform="translate(11 \(y(0.5))) rotate(-90)" \
        text-anchor="middle">share right</text>
        </svg>
        """
    }

    private static func x(_ share: Double) -> String { Numbers.coordinate(left + share * size) }
    private static func y(_ share: Double) -> String {
        Numbers.coordinate(top + (1 - share) * size)
    }

    private static var grid: HTML {
        var marks: HTML = ""
        for tick in [0, 0.25, 0.5, 0.75, 1.0] {
            marks += """
                <line class="tick" x1="\(x(0))" x2="\(x(1))" y1="\(y(tick))" y2="\(y(tick))"/>\
                <text x="\(Numbers.coordinate(left - 6))" y="\(y(tick))" dy="3.5" \
                text-anchor="end">\(Numbers.fixed(tick * 100, 0))%</text>\
                <text x="\(x(tick))" y="322" text-anchor="middle">\(Numbers.fixed(tick * 100, 0))%</text>
                """
        }
        return marks
    }

    /// The share of right answers, and the gap to the mean confidence.
    private static func bar(_ bin: Bin) -> HTML {
        let width = Numbers.coordinate(max((bin.upper - bin.lower) * size - 1.5, 1))
        let start = Numbers.coordinate(left + bin.lower * size + 0.75)
        let low = min(bin.accuracy, bin.meanConfidence),
            high = max(bin.accuracy, bin.meanConfidence)
        return """
            <rect class="bar" x="\(start)" width="\(width)" y="\(y(bin.accuracy))" \
            height="\(Numbers.coordinate(bin.accuracy * size))"/>\
            <rect class="gap" x="\(start)" width="\(width)" y="\(y(high))" \
            height="\(Numbers.coordinate((high - low) * size))"/>
            """
    }

    /// How many answers each bin has.
    private static func histogram(_ bins: [Bin]) -> HTML {
        let largest = Double(bins.map(\.count).max() ?? 1)
        let marks = bins.map { bin -> HTML in
            let height = max(Double(bin.count) / largest * histogramHeight, 0.75)
            return """
                <rect class="count" x="\(Numbers.coordinate(left + bin.lower * size + 0.75))" \
                width="\(Numbers.coordinate(max((bin.upper - bin.lower) * size - 1.5, 1)))" \
                y="\(Numbers.coordinate(histogramTop + histogramHeight - height))" \
                height="\(Numbers.coordinate(height))"/>
                """
        }
        return "\(marks)"
    }
}
