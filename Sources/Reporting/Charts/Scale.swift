import Domain

/// The axis on which values are drawn, from 0 to a round upper end.
struct Scale: Sendable, Equatable {
    let upper: Double
    let isShare: Bool
    /// From 0 to `upper`.
    let ticks: [Double]

    /// Shares are drawn on 0...1 whatever they are, so that pictures can be compared; other values on
    /// the smallest round range that holds them all with their intervals.
    init(covering figures: [Figure], isShare: Bool) {
        let largest =
            figures.flatMap { [$0.value, $0.interval?.upper] }
            .compactMap { $0 }
            .filter(\.isFinite)
            .max() ?? 1
        if isShare, largest <= 1 {
            self.init(upTo: 1, isShare: true)
            return
        }
        self.init(upTo: largest, isShare: isShare)
    }

    /// From 0 to the smallest round end that holds a value.
    init(upTo largest: Double, isShare: Bool) {
        self.isShare = isShare
        let step = Self.step(over: max(largest, 1e-9) / 4)
        let count = max(1, Int((largest / step - 1e-9).rounded(.up)))
        upper = step * Double(count)
        ticks = (0...count).map { Double($0) * step }
    }

    /// From 0 to a whole number in so many equal steps.
    init(upTo last: Int, steps: Int) {
        isShare = false
        upper = Double(last)
        ticks = (0...steps).map { Double($0 * last) / Double(steps) }
    }

    /// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below a size.
    private static func step(over size: Double) -> Double {
        var power = 1.0
        while power > size { power /= 10 }
        while power * 10 <= size { power *= 10 }
        return [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= size * 0.999_999 } ?? power * 10
    }

    /// The ticks that have a text over them: every second where that ends at the last, else both ends,
    /// so that texts never touch in a narrow column.
    var labelledTicks: [Double] {
        guard ticks.count > 2 else { return ticks }
        return ticks.count % 2 == 1
            ? ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            : [ticks[0], ticks[ticks.count - 1]]
    }

    /// Where a value is, 0...1 from the left; values outside are drawn at the ends.
    func position(_ value: Double) -> Double {
        guard value.isFinite else { return 0 }
        return min(max(value / upper, 0), 1)
    }

    /// A coordinate for SVG, in per cent of the width.
    func percent(_ value: Double) -> String {
        Numbers.coordinate(position(value) * 100) + "%"
    }

    /// The text at a tick.
    func label(_ tick: Double) -> String {
        if isShare {
            let isWhole = ticks.allSatisfy { abs($0 * 100 - ($0 * 100).rounded()) < 1e-9 }
            return Numbers.fixed(tick * 100, isWhole ? 0 : 1) + "%"
        }
        let step = ticks.count > 1 ? ticks[1] : 1
        let decimals = step >= 1 ? (step == step.rounded() ? 0 : 1) : (step >= 0.1 ? 2 : 3)
        return Numbers.fixed(tick, decimals)
    }
}
