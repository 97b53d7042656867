import Foundation
import Testing

@testable import Reporting

struct ChartTests {
    @Test func `A line chart has a name, axes, and a line for each series`() {
        let chart = LineChart.draw(
            [
                LineChart.Line(
                    name: "<noise>",
                    points: [.init(x: 0, y: 0.9), .init(x: 2, y: 0.5, interval: 0.4...0.6)]
                ),
                LineChart.Line(name: "blur", points: [.init(x: 0, y: 0.9), .init(x: 3, y: 0.52)]),
            ],
            x: LineChart.Axis(title: "severity", scale: Scale(upTo: 5, steps: 5)),
            y: LineChart.Axis(title: "Accuracy", scale: Scale(upTo: 0.9, isShare: true)),
            label: "Accuracy by severity"
        ).text
        #expect(chart.contains("role=\"img\" aria-label=\"Accuracy by severity\""))
        #expect(chart.components(separatedBy: "<polyline").count == 3)
        #expect(chart.components(separatedBy: "class=\"whisker\"").count == 2)
        #expect(chart.contains("&lt;noise&gt;") && chart.contains(">blur</text>"))
        // The names do not touch although the lines end close to each other.
        let places = chart.matches(of: #/class="name[^>]* y="([0-9.]+)"/#).compactMap {
            Double($0.1)
        }
        #expect(places.count == 2 && abs(places[0] - places[1]) >= 13)
        #expect(chart.contains(">5</text>") && chart.contains(">100%</text>"))
    }

    @Test(arguments: [
        (0.037, 0.04, ["0", "0.01", "0.02", "0.03", "0.04"]),
        (1, 1, ["0", "0.25", "0.5", "0.75", "1"]),
        (7, 8, ["0", "2", "4", "6", "8"]),
    ])
    func `Scales end at round numbers`(_ largest: Double, _ upper: Double, _ ticks: [String]) {
        let scale = Scale(upTo: largest, isShare: false)
        #expect(abs(scale.upper - upper) < 1e-9)
        #expect(zip(scale.ticks, ticks).allSatisfy { abs($0 - (Double($1) ?? -1)) < 1e-9 })
        #expect(scale.ticks.count == ticks.count)
    }

    @Test func `A histogram says how many lie in each bin`() {
        let chart = HistogramChart.draw(
            [3, 0, 1, 0],
            x: Scale(upTo: 1, isShare: true),
            upper: 1,
            title: "Word error rate"
        ).text
        #expect(chart.components(separatedBy: "<rect").count == 3)
        #expect(chart.contains("<title>3 examples</title>"))
        #expect(chart.contains("aria-label=\"Word error rate of 4 examples, by how many have it\""))
    }

    @Test func `Silence and nothing can be drawn`() {
        #expect(WaveformChart.draw([]) == .empty)
        let silence = WaveformChart.draw([0, 0, 0]).text
        #expect(silence.contains("points=\"0,0.4") || silence.contains("points=\"0,-0.4"))
        #expect(!silence.contains("nan"))
    }
}
