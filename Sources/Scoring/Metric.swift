package import Domain

/// A way to score predictions, in two steps: a tally for each example, which is stored, and a value
/// for any sum of tallies, so that corpus values, groups and intervals are re-readings of the same
/// rows.
///
/// Laws, held by a test over the whole catalog: the order of the examples does not matter; splitting
/// them, summing each part and combining the sums gives the same value; no examples give
/// `undefined` (nil), never 0 or NaN; a metric without a value has none for any; a tally survives being stored and read; a metric made from its
/// own ``parameters`` is the same metric.
package protocol Metric: Sendable {
    associatedtype Tally: MetricTally

    /// As suites, tables and reports write it: `word_error_rate`.
    static var name: String { get }
    /// One sentence for people, with the source of the definition.
    static var summary: String { get }
    /// What other tools mean by the same name, and which of it this is; nil where all agree.
    static var convention: String? { get }
    /// What it takes; a suite that asks for it where the task gives something else is refused.
    static var takes: Outcome.Kind { get }
    /// The targets it can be held against; empty where no target is needed.
    static var targets: Set<Target.Kind> { get }
    static var higherIsBetter: Bool { get }
    /// The value of no bias, for metrics that are best neither high nor low: of two values the nearer one is
    /// better. Nil for all others.
    static var unbiasedValue: Double? { get }
    /// The same of this metric with its options, where they decide it: of shares of a class that is good
    /// or bad.
    var higherIsBetter: Bool { get }
    /// Whether values are shares, which people read in per cent. An error rate is one although it
    /// may exceed 1.
    static var isShare: Bool { get }
    /// Whether it has a value. Some metrics only count, for a table or a chart; theirs is undefined
    /// over any examples, and they have no figures.
    static var hasValue: Bool { get }
    /// Whether it looks at more of an example than its target, which then is read from the database
    /// (``ExampleMetric``).
    static var readsExample: Bool { get }
    /// Whether its figures have an interval. A metric that counts tests of significance has none: drawing
    /// examples anew, some of them twice, makes differences look surer than they are.
    static var hasInterval: Bool { get }
    /// How its 95 % interval is found. ``Figure/Method/wilson`` needs ``proportion(of:)``.
    static var intervalMethod: Figure.Method { get }
    /// The options it knows, with what they mean and their defaults.
    static var options: [MetricOption] { get }

    /// Makes the metric; options that are left out have their defaults.
    ///
    /// - Throws: ``MetricError`` for a value that makes no sense, `UnknownNameError` for the name of
    ///   something that no catalog has. Unknown options are refused before, by ``AnyMetric``.
    init(options: [String: JSONValue]) throws

    /// Every option with the value it has, defaults and versions filled in, as it is stored.
    var parameters: [String: JSONValue] { get }

    /// The tally of one answered example; nil where the example does not take part.
    ///
    /// - Throws: ``MetricError`` for an answer or target that the metric cannot be held against.
    func tally(_ outcome: Outcome, target: Target?) throws(MetricError) -> Tally?

    /// The same, with all of the example; only ``ExampleMetric`` looks at more than the target.
    func tally(_ outcome: Outcome, of example: ScoredExample) throws(MetricError) -> Tally?

    /// The value of summed tallies; nil where it is undefined.
    func value(_ total: Tally) -> Double?

    /// What people should know of the value, such as how many examples it leaves out; nil for nothing.
    func note(on total: Tally) -> String?

    /// The figure of one target label, read from the tallies of all examples.
    ///
    /// Groups by the target itself are special: within the group of the examples whose target is
    /// `c`, nothing can be wrongly taken for `c`, so a metric that counts such errors would be
    /// wrong there. It gives the figure that compares `c` with all the rest; others, for which the
    /// group's own examples say all, give nil, which is what they do unless they know better.
    func figure(
        ofTarget label: String,
        tallies: [(tally: Tally, count: Int)],
        seed: UInt64,
        replicates: Int
    ) -> Figure?

    /// Whether it has statistics of groups of its own (``groupStatistics(_:overall:)``).
    static var hasGroupStatistics: Bool { get }

    /// What it says of groups beside how far their values lie apart, by name; undefined ones are left
    /// out. Nothing unless a metric knows better.
    func groupStatistics(_ groups: [String: Tally], overall: Tally) -> [String: Double]

    /// The hits and trials whose share the value is; nil for metrics whose value is no such share.
    func proportion(of total: Tally) -> Proportion?

    /// A function from how often each of these tallies occurs to the value of their sum.
    ///
    /// The same as ``value(_:)`` of the sum, which is what it does unless a metric knows a faster
    /// way; the bootstrap calls it a thousand times over the same tallies. (Generic code that is reached
    /// through `any Metric` is not specialised, so plain loops over concrete types win much.)
    func reader(of tallies: [Tally]) -> ([Int]) -> Double?

    /// The tallies as columns of whole numbers, which resampling adds up fastest; nil where a tally is
    /// more than some numbers. Every ``ColumnTally`` has them.
    func columns(of tallies: [Tally]) -> TallyColumns?
}

extension Metric {
    package var higherIsBetter: Bool { Self.higherIsBetter }
    package static var unbiasedValue: Double? { nil }
    package static var convention: String? { nil }
    package static var hasValue: Bool { true }
    package static var readsExample: Bool { false }
    package static var hasGroupStatistics: Bool { false }

    package func groupStatistics(_ groups: [String: Tally], overall: Tally) -> [String: Double] {
        [:]
    }

    package static var hasInterval: Bool { true }
    package static var options: [MetricOption] { [] }
    package var parameters: [String: JSONValue] { [:] }

    package func note(on total: Tally) -> String? { nil }

    package func proportion(of total: Tally) -> Proportion? { total as? Proportion }

    package func tally(_ outcome: Outcome, of example: ScoredExample) throws(MetricError) -> Tally?
    {
        try tally(outcome, target: example.target)
    }

    package func figure(
        ofTarget label: String,
        tallies: [(tally: Tally, count: Int)],
        seed: UInt64,
        replicates: Int
    ) -> Figure? { nil }

    package func reader(of tallies: [Tally]) -> ([Int]) -> Double? {
        { times in
            var sum = Tally.zero
            for (tally, times) in zip(tallies, times) where times > 0 {
                sum.add(tally, times: times)
            }
            return value(sum)
        }
    }

    package func columns(of tallies: [Tally]) -> TallyColumns? { nil }

    /// The error for an answer of another kind than the metric takes.
    static func mismatch(_ outcome: Outcome, _ target: Target?) -> MetricError {
        .mismatch(
            metric: name,
            outcome: outcome.kind.rawValue,
            target: target?.kind.rawValue ?? "none"
        )
    }
}

/// What a metric stores for one example, and sums.
///
/// Only whole numbers are summed, so that a sum is exact and the same in every order.
package protocol MetricTally: Sendable, Hashable {
    /// The tally of nothing.
    static var zero: Self { get }
    /// Adds a tally as often as it occurs.
    mutating func add(_ other: Self, times: Int)
    /// Compact JSON for the database, equal for equal tallies.
    var stored: String { get }
    /// Reads ``stored``; nil if it is not that.
    init?(stored: String)
}

extension MetricTally {
    package static func += (total: inout Self, other: Self) {
        total.add(other, times: 1)
    }
}
