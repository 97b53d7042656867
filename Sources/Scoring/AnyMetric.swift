package import Domain

/// A metric of any type, made by name: what the runner and the reports work with.
package struct AnyMetric: Sendable {
    let metric: any Metric

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

    /// The figure over examples, clusters minded where the tallies name some.
    ///
    /// - Throws: ``MetricError/tally(metric:stored:)`` for a tally of another metric.
    package func figure(
        of tallies: [TallyCount],
        failures: Int,
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> Figure {
        try Self.figure(metric, tallies, failures, seed, replicates)
    }

    /// The figures of each group that the tallies name.
    ///
    /// The seed of a group's bootstrap is its own, made from the run's and the group's name, so that
    /// a group's interval does not depend on which other groups there are. A group of which nothing was
    /// answered has a figure without a value.
    package func figures(
        ofGroups tallies: [TallyCount],
        failures: [String: Int],
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> [String: Figure] {
        let groups = Dictionary(grouping: tallies.filter { $0.group != nil }) { $0.group ?? "" }
        var figures: [String: Figure] = [:]
        for name in Set(groups.keys).union(failures.keys) {
            figures[name] = try figure(
                of: groups[name] ?? [],
                failures: failures[name] ?? 0,
                seed: seed &+ Self.hash(name),
                replicates: replicates
            )
        }
        return figures
    }

    /// How far the groups that the tallies name lie apart (``GroupStatistic``).
    package func groupStatistics(
        of tallies: [TallyCount],
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> [GroupStatistic] {
        try Self.groupStatistics(metric, tallies, seed, replicates)
    }

    /// How much more often word errors are made in each group than in the largest, by a mixed-effects
    /// Poisson model; empty for metrics that count no word errors and without clusters.
    package func rateRatios(of tallies: [TallyCount]) throws(MetricError) -> [(
        group: String, figure: Figure
    )] {
        guard name == WordErrorRate.name, let metric = metric as? WordErrorRate else { return [] }
        return Scoring.rateRatios(try Self.counted(metric, tallies))
    }

    /// The standard errors of a mean over clusters, by the names of both published conventions; empty
    /// for metrics that are no means and without clusters.
    package func clusteredStandardErrors(
        of tallies: [TallyCount]
    ) throws(MetricError) -> [String: Double] {
        guard tallies.contains(where: { $0.cluster != nil }) else { return [:] }
        return try Self.standardErrors(metric, tallies)
    }

    private static func standardErrors<M: Metric>(
        _ metric: M,
        _ tallies: [TallyCount]
    ) throws(MetricError) -> [String: Double] {
        guard
            let errors = Scoring.clusteredStandardErrors(
                metric,
                clusters: clusters(try counted(metric, tallies))
            )
        else { return [:] }
        var named: [String: Double] = [:]
        named["standard_error_miller"] = errors.miller
        named["standard_error_inspect"] = errors.inspect
        return named
    }

    private static func groupStatistics<M: Metric>(
        _ metric: M,
        _ tallies: [TallyCount],
        _ seed: UInt64,
        _ replicates: Int
    ) throws(MetricError) -> [GroupStatistic] {
        Scoring.groupStatistics(
            metric,
            try counted(metric, tallies),
            seed: seed,
            replicates: replicates
        )
    }

    private static func figure<M: Metric>(
        _ metric: M,
        _ tallies: [TallyCount],
        _ failures: Int,
        _ seed: UInt64,
        _ replicates: Int
    ) throws(MetricError) -> Figure {
        let counted = try counted(metric, tallies)
        guard counted.contains(where: { $0.cluster != nil }) else {
            return Scoring.figure(
                metric,
                tallies: counted.map { ($0.tally, $0.count) },
                failures: failures,
                seed: seed,
                replicates: replicates
            )
        }
        return clusteredFigure(
            metric,
            clusters: clusters(counted),
            failures: failures,
            seed: seed,
            replicates: replicates
        )
    }

    /// The tallies of each cluster; an example without one is a cluster by itself.
    private static func clusters<Tally>(
        _ tallies: [CountedTally<Tally>]
    ) -> [[(tally: Tally, count: Int)]] {
        var named: [String: [(tally: Tally, count: Int)]] = [:]
        var alone: [[(tally: Tally, count: Int)]] = []
        for item in tallies {
            if let cluster = item.cluster {
                named[cluster, default: []].append((item.tally, item.count))
            } else {
                alone += Array(repeating: [(item.tally, 1)], count: item.count)
            }
        }
        return named.sorted { $0.key < $1.key }.map(\.value) + alone
    }

    private static func counted<M: Metric>(
        _ metric: M,
        _ tallies: [TallyCount]
    ) throws(MetricError) -> [CountedTally<M.Tally>] {
        var known: [String: M.Tally] = [:]
        var result: [CountedTally<M.Tally>] = []
        result.reserveCapacity(tallies.count)
        for item in tallies {
            let tally: M.Tally
            if let read = known[item.tally] {
                tally = read
            } else {
                guard let read = M.Tally(stored: item.tally) else {
                    throw .tally(metric: M.name, stored: item.tally)
                }
                known[item.tally] = read
                tally = read
            }
            result.append(
                CountedTally(
                    tally: tally,
                    count: item.count,
                    cluster: item.cluster,
                    group: item.group
                )
            )
        }
        return result
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
