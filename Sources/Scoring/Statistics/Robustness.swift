package import Domain

/// What perturbations do to a metric, over the examples that were answered both ways.
package struct Robustness: Sendable, Equatable {
    /// How much worse the metric is under each perturbation, in the order in which they were given.
    ///
    /// Below 0 where it is better. Over the examples answered with and without it.
    package let drops: [Figure]
    /// The mean of the drops, over the examples answered with and without every perturbation.
    package let meanDrop: Figure
    /// The worst of the metric's values, the one without perturbation included, over the same examples.
    ///
    /// Its interval is that of this worst value: in each sample it may be another perturbation's.
    package let worstPerturbation: Figure
    /// The metric over the worst answer to each example, the one without perturbation included.
    ///
    /// HELM's worst case (Liang and others 2022, section 4.5), over the same examples. Nil for a metric whose
    /// value is not the mean of its examples' own values, such as an error rate over all words or an F1.
    package let worstCase: Figure?
}

extension AnyMetric {
    /// Computes what perturbations do to the metric.
    ///
    /// All intervals are percentile bootstraps in which an example's tallies, or those of a cluster, are drawn
    /// together.
    ///
    /// - Parameters:
    ///   - base: Each example's stored tally without perturbation.
    ///   - perturbed: The same under each perturbation.
    ///   - clusters: The cluster of each example, such as its speaker; nil where examples are taken to be
    ///     independent. An example without one is its own.
    ///   - failures: Of each perturbation, the examples without an answer under it or without it.
    ///   - allFailures: The examples without an answer under any perturbation or without.
    ///   - seed: Of the bootstrap.
    ///   - replicates: Of the bootstrap.
    /// - Returns: A drop for each perturbation, and what is said of all of them.
    /// - Throws: ``MetricError/tally(metric:stored:)`` for a tally of another metric.
    package func robustness(
        base: [Int64: String],
        perturbed: [[Int64: String]],
        clusters: [Int64: String]? = nil,
        failures: [Int],
        allFailures: Int,
        seed: UInt64,
        replicates: Int = 1000
    ) throws(MetricError) -> Robustness {
        try Scoring.robustness(
            metric,
            base: base,
            perturbed: perturbed,
            clusters: clusters,
            failures: failures,
            allFailures: allFailures,
            seed: seed,
            replicates: replicates
        )
    }
}

private func robustness<M: Metric>(
    _ metric: M,
    base: [Int64: String],
    perturbed: [[Int64: String]],
    clusters: [Int64: String]?,
    failures: [Int],
    allFailures: Int,
    seed: UInt64,
    replicates: Int
) throws(MetricError) -> Robustness {
    var drops: [Figure] = []
    for (tallies, failed) in zip(perturbed, failures) {
        let sample = try JointSample(metric, [base, tallies], clusters: clusters)
        drops.append(
            sample.figure(failures: failed, seed: seed, replicates: replicates) { values in
                values[0].flatMap { base in values[1].map { metric.drop(from: base, to: $0) } }
            }
        )
    }
    let sample = try JointSample(metric, [base] + perturbed, clusters: clusters)
    let conditions = perturbed.count + 1
    let meanDrop = sample.figure(failures: allFailures, seed: seed, replicates: replicates) {
        values in
        let known = values[..<conditions].compactMap { $0 }
        guard known.count == conditions, conditions > 1 else { return nil }
        let sum = known[1...].reduce(0) { $0 + metric.drop(from: known[0], to: $1) }
        return sum / Double(conditions - 1)
    }
    let worst = sample.figure(failures: allFailures, seed: seed, replicates: replicates) { values in
        let known = values[..<conditions].compactMap { $0 }
        return known.count == conditions ? metric.worst(known) : nil
    }
    let worstCase =
        sample.hasWorst
        ? sample.figure(failures: allFailures, seed: seed, replicates: replicates) {
            $0[conditions]
        }
        : nil
    return Robustness(
        drops: drops,
        meanDrop: meanDrop,
        worstPerturbation: worst,
        worstCase: worstCase
    )
}

extension Metric {
    /// How much worse one value is than another.
    fileprivate func drop(from base: Double, to value: Double) -> Double {
        Self.higherIsBetter ? base - value : value - base
    }

    fileprivate func worst(_ values: [Double]) -> Double? {
        Self.higherIsBetter ? values.min() : values.max()
    }
}

/// The same examples under several conditions, to be drawn together.
private struct JointSample<M: Metric> {
    private let metric: M
    /// What is drawn: of an example, or the sum over a cluster, a tally for each condition, and at the end
    /// that of the worst condition if ``hasWorst``; with how often it occurs.
    private let units: [(tallies: [M.Tally], count: Int)]
    private let examples: Int
    private let isClustered: Bool
    /// Whether the metric's value is the mean of the examples' own values under every condition, so that a
    /// worst condition of each example means something.
    let hasWorst: Bool

    /// Reads stored tallies.
    ///
    /// - Parameters:
    ///   - metric: Whose tallies they are.
    ///   - conditions: Tallies by example; examples that are not in all of them are left out.
    ///   - clusters: The cluster of each example, if whole clusters are drawn.
    /// - Throws: ``MetricError/tally(metric:stored:)``.
    init(_ metric: M, _ conditions: [[Int64: String]], clusters: [Int64: String]?)
        throws(MetricError)
    {
        self.metric = metric
        isClustered = clusters != nil
        var read: [String: M.Tally] = [:]
        var rows: [(example: Int64, tallies: [M.Tally])] = []
        for example in (conditions.first ?? [:]).keys {
            var tallies: [M.Tally] = []
            for condition in conditions {
                guard let stored = condition[example] else { break }
                if let known = read[stored] {
                    tallies.append(known)
                } else if let tally = M.Tally(stored: stored) {
                    read[stored] = tally
                    tallies.append(tally)
                } else {
                    throw .tally(metric: M.name, stored: stored)
                }
            }
            if tallies.count == conditions.count { rows.append((example, tallies)) }
        }
        examples = rows.count
        hasWorst = Self.areMeans(metric, rows.map(\.tallies))
        if hasWorst {
            for index in rows.indices {
                rows[index].tallies.append(Self.worst(metric, rows[index].tallies))
            }
        }
        units = Self.grouped(rows, clusters)
    }

    /// The figure of a function of the conditions' values, drawn over.
    func figure(
        failures: Int,
        seed: UInt64,
        replicates: Int,
        _ statistic: ([Double?]) -> Double?
    ) -> Figure {
        let columns = units.first?.tallies.count ?? 0
        let readers = (0..<columns).map { column in
            metric.reader(of: units.map { $0.tallies[column] })
        }
        let counts = units.map(\.count)
        let value = columns == 0 ? nil : statistic(readers.map { $0(counts) })
        let total = counts.reduce(0, +)
        let found =
            value == nil || total < 2
            ? nil : bootstrap(readers, counts, seed, replicates, statistic)
        return Figure(
            value: value,
            interval: found?.interval,
            count: examples,
            failures: failures,
            standardError: found?.standardError,
            clusters: isClustered ? total : nil
        )
    }

    /// Nil where the statistic is undefined on more than one sample in twenty.
    private func bootstrap(
        _ readers: [([Int]) -> Double?],
        _ counts: [Int],
        _ seed: UInt64,
        _ replicates: Int,
        _ statistic: ([Double?]) -> Double?
    ) -> BootstrapResult? {
        let resampler = Resampler(counts: counts)
        var random = SeededRandom(seed: seed)
        var groups = GroupCounts(counts: counts)
        var values: [Double] = []
        for _ in 0..<replicates {
            groups.clear()
            resampler.draw(into: &groups, using: &random)
            if let value = statistic(readers.map { $0(groups.drawn) }) { values.append(value) }
        }
        return BootstrapResult(values, replicates: replicates, method: .pairedBootstrap)
    }

    /// Whether under every condition the value of all is the mean of the values of each.
    private static func areMeans(_ metric: M, _ rows: [[M.Tally]]) -> Bool {
        guard let columns = rows.first?.count else { return false }
        return (0..<columns).allSatisfy { column in
            var total = M.Tally.zero
            var sum = 0.0
            for row in rows {
                guard let value = metric.value(row[column]) else { return false }
                total += row[column]
                sum += value
            }
            guard let value = metric.value(total) else { return false }
            return abs(value - sum / Double(rows.count)) <= 1e-9 * max(1, abs(value))
        }
    }

    /// The tally of the worst of one example's conditions.
    private static func worst(_ metric: M, _ tallies: [M.Tally]) -> M.Tally {
        var worst = tallies[0]
        var worstValue = metric.value(worst)
        for tally in tallies.dropFirst() {
            guard let value = metric.value(tally), let known = worstValue else { continue }
            if M.higherIsBetter ? value < known : value > known {
                (worst, worstValue) = (tally, value)
            }
        }
        return worst
    }

    /// Equal rows, or those of a cluster, together, in an order that depends on nothing but what they are.
    private static func grouped(
        _ rows: [(example: Int64, tallies: [M.Tally])],
        _ clusters: [Int64: String]?
    ) -> [(tallies: [M.Tally], count: Int)] {
        var own = rows.map(\.tallies)
        if let clusters {
            var sums: [String: [M.Tally]] = [:]
            for row in rows {
                // A digit before the name keeps the examples without a cluster apart from named ones.
                let name = clusters[row.example].map { "1\($0)" } ?? "0\(row.example)"
                if sums[name] == nil {
                    sums[name] = row.tallies
                } else {
                    for (index, tally) in row.tallies.enumerated() { sums[name]?[index] += tally }
                }
            }
            own = Array(sums.values)
        }
        var counts: [[M.Tally]: Int] = [:]
        for tallies in own { counts[tallies, default: 0] += 1 }
        return counts.map { (tallies: $0.key, count: $0.value, name: $0.key.map(\.stored)) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
            .map { (tallies: $0.tallies, count: $0.count) }
    }
}
