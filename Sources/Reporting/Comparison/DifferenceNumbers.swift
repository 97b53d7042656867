import Comparisons
import Domain
import Scoring
import Storage

/// A metric's comparison in numbers for people: values of shares in per cent, their differences in points.
struct DifferenceNumbers {
    let first: String
    let second: String
    /// B less A, with its sign.
    let difference: String
    /// Nil where there is none.
    let interval: String?
    /// Of no difference, before any correction.
    let p: String

    init(_ metric: MetricComparison) {
        let tests = metric.tests
        let interval = tests.bootstrap?.interval
        let decimals = Self.decimals(interval.map { $0.upper - $0.lower })
        let isShare = metric.metric.isShare
        first = Numbers.value(tests.first, isShare: isShare, decimals: decimals)
        second = Numbers.value(tests.second, isShare: isShare, decimals: decimals)
        difference = Self.signed(tests.difference, isShare: isShare, decimals: decimals)
        self.interval = interval.map {
            Self.interval($0.lower, $0.upper, isShare: isShare, decimals: decimals)
        }
        p = Self.p(metric.p)
    }

    /// The decimals of points that an interval of such a width allows.
    static func decimals(_ width: Double?) -> Int { width.map { $0 < 0.01 ? 2 : 1 } ?? 1 }

    /// A difference with its sign; of shares in points.
    static func signed(_ value: Double, isShare: Bool, decimals: Int = 1) -> String {
        isShare ? Numbers.signed(value * 100, decimals) : Numbers.signed(value, 3)
    }

    /// "−3.1 to +4.5".
    static func interval(_ lower: Double, _ upper: Double, isShare: Bool, decimals: Int = 1)
        -> String
    {
        signed(lower, isShare: isShare, decimals: decimals) + " to "
            + signed(upper, isShare: isShare, decimals: decimals)
    }

    /// A difference without its sign, with its unit: "3.1 points".
    static func size(_ value: Double, isShare: Bool) -> String {
        isShare ? Numbers.fixed(abs(value) * 100, 1) + " points" : Numbers.fixed(abs(value), 3)
    }

    /// A p as a cell has it: "< 0.001", "0.037".
    static func p(_ p: Double) -> String { p < 0.001 ? "< 0.001" : Numbers.fixed(p, 3) }
}
