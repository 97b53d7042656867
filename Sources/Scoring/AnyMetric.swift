package import Domain

/// A metric of any type, made by name: what the runner and the reports work with.
package struct AnyMetric: Sendable {
    private let metric: any Metric

    /// An example's tally as it is stored, and the metric's value on this example alone.
    package struct Score: Sendable, Equatable {
        package let stored: String
        package let value: Double?
    }

    /// Makes a metric of the catalog.
    ///
    /// - Throws: `UnknownNameError` for an unknown metric or option, with the nearest known name;
    ///   ``MetricError`` for a value that makes no sense.
    package init(name: String, options: [String: JSONValue] = [:]) throws {
        let type = try metricCatalog(name)
        let known = type.options.map(\.name)
        if let unknown = options.keys.filter({ !known.contains($0) }).min() {
            throw UnknownNameError(kind: "option of metric '\(name)'", name: unknown, known: known)
        }
        metric = try type.init(options: options)
    }

    package init(_ metric: any Metric) {
        self.metric = metric
    }

    private var type: any Metric.Type { Swift.type(of: metric) }

    package var name: String { type.name }
    package var summary: String { type.summary }
    package var takes: Outcome.Kind { type.takes }
    package var targets: Set<Target.Kind> { type.targets }
    package var higherIsBetter: Bool { metric.higherIsBetter }
    package var isShare: Bool { type.isShare }
    /// Whether it looks at more of an example than its target.
    package var readsExample: Bool { type.readsExample }
    /// Whether it has figures.
    package var hasValue: Bool { type.hasValue }
    /// The text scorer that it reads scores of, as its option says; nil if it reads none.
    package var textScorer: String? { (metric as? any TextScoreMetric)?.scorer }
    /// The scores that it reads of the text scorer.
    package var textScores: [String] { (metric as? any TextScoreMetric)?.scores ?? [] }
    /// Every option with its value; making a metric from them again gives the same one.
    package var parameters: [String: JSONValue] { metric.parameters }
    /// The ``parameters`` as the database keeps them.
    package var storedOptions: String { JSONValue.object(parameters).text }

    /// Scores one answered example; nil where the example does not take part.
    ///
    /// - Throws: ``MetricError`` for an answer or target that the metric cannot be held against.
    package func score(_ outcome: Outcome, of example: ScoredExample) throws(MetricError) -> Score?
    {
        try Self.score(metric, outcome, example)
    }

    /// The same where nothing but the target is known.
    package func score(_ outcome: Outcome, target: Target?) throws(MetricError) -> Score? {
        try score(outcome, of: ScoredExample(target: target))
    }

    /// The figure over examples, from their stored tallies with how often each occurs.
    ///
    /// - Throws: ``MetricError/tally(metric:stored:)`` for a tally of another metric.
    package func figure(
        tallies: [String: Int],
        failures: Int,
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> Figure {
        try Self.figure(metric, tallies, failures, seed, replicates)
    }

    /// The figures of all examples together and of each group.
    ///
    /// The seed of a group's bootstrap is its own, made from the run's and the group's name, so that
    /// a group's interval does not depend on which other groups there are.
    package func figures(
        groups: [String: (tallies: [String: Int], failures: Int)],
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> [String: Figure] {
        var figures: [String: Figure] = [:]
        for (name, group) in groups {
            figures[name] = try figure(
                tallies: group.tallies,
                failures: group.failures,
                seed: seed &+ Self.hash(name),
                replicates: replicates
            )
        }
        return figures
    }

    /// The figures of the groups by the target's label, for metrics that read them from the tallies
    /// of all examples (see ``Metric/figure(ofTarget:tallies:seed:replicates:)``); nil for the others,
    /// whose groups are like any others.
    ///
    /// A figure's n and failures are those of the group, the examples whose target the label is; its
    /// value and interval are over all examples.
    package func figures(
        targets: [String: (count: Int, failures: Int)],
        tallies: [String: Int],
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> [String: Figure]? {
        try Self.figures(metric, targets, tallies, seed, replicates)
    }

    private static func figures<M: Metric>(
        _ metric: M,
        _ targets: [String: (count: Int, failures: Int)],
        _ stored: [String: Int],
        _ seed: UInt64,
        _ replicates: Int
    ) throws(MetricError) -> [String: Figure]? {
        let tallies: [(tally: M.Tally, count: Int)] = try read(metric, stored)
        var figures: [String: Figure] = [:]
        for (label, group) in targets {
            guard
                var figure = metric.figure(
                    ofTarget: label,
                    tallies: tallies,
                    seed: seed &+ hash(label),
                    replicates: replicates
                )
            else { return nil }
            // A label none of whose examples was answered has no figure, whatever was taken for it.
            if group.count == 0 { figure.value = nil }
            if group.count < 2 { figure.interval = nil }
            figure.count = group.count
            figure.failures = group.failures
            figures[label] = figure
        }
        return figures
    }

    private static func score<M: Metric>(
        _ metric: M,
        _ outcome: Outcome,
        _ example: ScoredExample
    ) throws(MetricError) -> Score? {
        guard let tally = try metric.tally(outcome, of: example) else { return nil }
        return Score(stored: tally.stored, value: metric.value(tally))
    }

    private static func figure<M: Metric>(
        _ metric: M,
        _ stored: [String: Int],
        _ failures: Int,
        _ seed: UInt64,
        _ replicates: Int
    ) throws(MetricError) -> Figure {
        let tallies: [(tally: M.Tally, count: Int)] = try read(metric, stored)
        return Scoring.figure(
            metric,
            tallies: tallies,
            failures: failures,
            seed: seed,
            replicates: replicates
        )
    }

    private static func read<M: Metric>(
        _ metric: M,
        _ stored: [String: Int]
    ) throws(MetricError) -> [(tally: M.Tally, count: Int)] {
        var tallies: [(tally: M.Tally, count: Int)] = []
        tallies.reserveCapacity(stored.count)
        for (text, count) in stored {
            guard let tally = M.Tally(stored: text) else {
                throw .tally(metric: M.name, stored: text)
            }
            tallies.append((tally, count))
        }
        return tallies
    }

    /// FNV-1a, 64 bits: the same on every machine, unlike Swift's own hashes.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
