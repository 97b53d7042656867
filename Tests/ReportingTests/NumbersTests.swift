import Domain
import Testing

@testable import Reporting

struct NumbersTests {
    @Test(arguments: [
        (0.5, 2, "0.50"), (-0.004, 2, "0.00"), (-1.25, 1, "−1.3"), (1234.5, 0, "1\u{202F}235"),
        (0.999, 1, "1.0"), (.infinity, 2, "—"), (.nan, 2, "—"), (0, 0, "0"),
    ])
    func `Numbers have the decimals that are asked for`(value: Double, places: Int, text: String) {
        #expect(Numbers.fixed(value, places) == text)
    }

    @Test func `Thousands are set apart`() {
        #expect(Numbers.grouped(999) == "999")
        #expect(Numbers.grouped(1000) == "1\u{202F}000")
        #expect(Numbers.grouped(-1_234_567) == "−1\u{202F}234\u{202F}567")
        #expect(Numbers.count(1, "reply", "replies") == "1 reply")
        #expect(Numbers.count(2, "reply", "replies") == "2 replies")
    }

    @Test(arguments: [
        (0, "0"), (12, "12"), (12.5, "12.5"), (12.05, "12.05"), (12.25, "12.25"), (-3.2, "-3.2"),
        (-0.4, "-0.4"), (0.001, "0"), (.nan, "0"),
    ])
    func `Coordinates are short`(value: Double, text: String) {
        #expect(Numbers.coordinate(value) == text)
    }

    @Test(arguments: [
        (0.000_02, "20.0 µs"), (0.0005, "500 µs"), (0.0012, "1.2 ms"), (0.25, "250 ms"),
        (2.5, "2.50 s"), (30, "30.0 s"), (600, "10.0 min"),
    ])
    func `Durations are in the unit that fits`(seconds: Double, text: String) {
        #expect(Numbers.duration(seconds: seconds) == text)
    }

    @Test func `Times lose their letters and other texts stay`() {
        #expect(Numbers.time("2026-01-02T03:04:05.678Z") == "2026-01-02 03:04:05 UTC")
        #expect(Numbers.time("yesterday") == "yesterday")
    }

    @Test func `A scale of shares goes from 0 to 1 and others to a round number`() {
        func figure(_ value: Double, _ upper: Double) -> Figure {
            Figure(
                value: value,
                interval: .init(lower: 0, upper: upper, method: .bootstrap),
                count: 9,
                failures: 0
            )
        }
        #expect(Scale(covering: [figure(0.2, 0.3)], isShare: true).upper == 1)
        #expect(Scale(covering: [], isShare: true).upper == 1)
        #expect(Scale(covering: [figure(1.1, 1.7)], isShare: true).upper == 2)
        let scale = Scale(covering: [figure(30, 37)], isShare: false)
        #expect(scale.upper == 40)
        #expect(scale.ticks == [0, 10, 20, 30, 40])
        #expect(scale.position(50) == 1)
        #expect(scale.position(.nan) == 0)
        #expect(Scale(covering: [figure(0, 0)], isShare: false).upper > 0)
    }
}
