import Testing

@testable import Reporting

struct DifferenceChartTests {
    private func mark(_ difference: Double, _ lower: Double, _ upper: Double)
        -> DifferenceChart.Mark
    {
        DifferenceChart.Mark(difference: difference, interval: lower...upper)
    }

    @Test func `The axis reaches as far to either side`() {
        let axis = DifferenceChart.Axis(covering: [mark(-0.3, -0.42, -0.1)], isShare: true)
        #expect(abs(axis.limit - 0.6) < 1e-9 && axis.percent(0) == "50%")
        #expect(axis.percent(-0.7) == "0%" && axis.percent(0.7) == "100%")
        #expect(axis.percent(9) == "100%" && axis.percent(.nan) == "50%")
        #expect(axis.label(0.6) == "+60" && axis.label(0) == "0" && axis.label(-0.6) == "−60")
        let small = DifferenceChart.Axis(covering: [mark(0, 0, 0)], isShare: true)
        #expect(small.limit > 0)
        let ranks = DifferenceChart.Axis(covering: [mark(500, 470, 530)], isShare: false)
        #expect(abs(ranks.limit - 600) < 1e-6 && ranks.label(600) == "+600")
    }

    @Test func `A drawing says what it shows and what is not shown is faint`() {
        let axis = DifferenceChart.Axis(covering: [mark(0.1, -0.1, 0.3)], isShare: true)
        let drawn = DifferenceChart.row(
            mark(0.1, -0.1, 0.3),
            on: axis,
            label: "Accuracy <A>",
            isFaint: true
        ).text
        #expect(
            drawn.contains("aria-label=\"Accuracy &lt;A&gt;\"")
                && drawn.contains("difference faint")
        )
        #expect(drawn.contains("class=\"whisker\"") && drawn.contains("class=\"point\""))
        let empty = DifferenceChart.row(nil, on: axis, label: "", isFaint: false).text
        #expect(!empty.contains("point") && empty.contains("zero"))
    }
}
