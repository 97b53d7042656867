/// Two systems' tallies of the same example, as they are stored.
package struct PairedTallies: Sendable, Hashable {
    package var first: String
    package var second: String
    /// What examples stray together by, such as a speaker; nil for an example that stands by itself.
    package var cluster: String?
    /// How often the pair occurs.
    package var count: Int

    package init(first: String, second: String, cluster: String? = nil, count: Int) {
        self.first = first
        self.second = second
        self.cluster = cluster
        self.count = count
    }
}

/// What is to be said of the difference of two systems in one metric over the same examples.
///
/// Every difference is the second system's value less the first's.
package struct PairedTests: Sendable, Equatable {
    /// The metric's value of the first and of the second system over the shared examples.
    package let first: Double
    package let second: Double
    /// The shared examples.
    package let examples: Int
    /// How many clusters they are of; nil where they are taken to be independent.
    package let clusters: Int?
    /// Whole clusters are drawn where there are any; nil for a single example or cluster.
    package let bootstrap: PairedResampling?
    /// Answers are swapped by cluster where there are any.
    package let randomization: PairedResampling
    /// Of metrics that are right or wrong about an example; takes examples to be independent.
    package let mcNemar: McNemar?
    /// Of metrics whose value is the mean of the examples' values; takes examples to be independent.
    ///
    /// Nil for fewer than two examples.
    package let mean: PairedDifference?
    /// Of such a mean difference, where there are clusters (``StandardError/clusteredMiller(_:clusters:)``).
    package let clusteredStandardError: Double?

    package var difference: Double { second - first }

    /// The spread of a single example's difference, as far as planning goes: √n standard errors.
    ///
    /// Nil where there is no standard error.
    package var spread: Double? {
        if clusters == nil, let mean { return mean.spread }
        return bootstrap?.standardError.map { $0 * Double(examples).squareRoot() }
    }
}

extension AnyMetric {
    /// Compares two systems by their stored tallies of the same examples.
    ///
    /// - Parameters:
    ///   - pairs: Of all shared examples, in any order.
    ///   - isClustered: Whether examples of a cluster are drawn and swapped together.
    ///   - seed: Of the random numbers.
    ///   - replicates: How many samples the bootstrap and the randomisation draw each.
    ///   - progress: Hears how many of twice as many samples are drawn.
    /// - Returns: Nil where the metric is undefined for either system, and for a metric that only counts.
    /// - Throws: ``MetricError/tally(metric:stored:)`` for a tally of another metric.
    package func pairedTests(
        _ pairs: [PairedTallies],
        isClustered: Bool = false,
        seed: UInt64,
        replicates: Int = 10_000,
        progress: (Int) -> Void = { _ in }
    ) throws(MetricError) -> PairedTests? {
        guard hasValue else { return nil }
        return try Self.pairedTests(metric, pairs, isClustered, seed, replicates, progress)
    }

    private static func pairedTests<M: Metric>(
        _ metric: M,
        _ pairs: [PairedTallies],
        _ isClustered: Bool,
        _ seed: UInt64,
        _ replicates: Int,
        _ progress: (Int) -> Void
    ) throws(MetricError) -> PairedTests? {
        try PairedTester(metric, pairs, isClustered).tests(seed, replicates, progress)
    }
}

extension AnyMetric {
    /// Adds an utterance with two systems' answers to the matched-pairs test of their word errors, by the
    /// metric's own normaliser and alignment.
    ///
    /// Nil for every other metric, and where references leave a choice.
    package var addStretches:
        ((_ reference: String, _ first: String, _ second: String, inout MatchedPairs) -> Void)?
    {
        guard let errors = (metric as? WordErrorRate)?.errors, errors.hasStretches else {
            return nil
        }
        return { reference, first, second, pairs in
            errors.addStretches(of: reference, first: first, second: second, to: &pairs)
        }
    }
}

/// Reads stored pairs for the tests of a metric.
private struct PairedTester<M: Metric> {
    typealias Pair = (first: M.Tally, second: M.Tally, count: Int)

    let metric: M
    let pairs: [Pair]
    /// A name for each pair; nil where examples are taken to be independent.
    let clusters: [String?]?

    init(_ metric: M, _ stored: [PairedTallies], _ isClustered: Bool) throws(MetricError) {
        self.metric = metric
        var known: [String: M.Tally] = [:]
        var pairs: [Pair] = []
        pairs.reserveCapacity(stored.count)
        for row in stored where row.count > 0 {
            for text in [row.first, row.second] where known[text] == nil {
                guard let tally = M.Tally(stored: text) else {
                    throw .tally(metric: M.name, stored: text)
                }
                known[text] = tally
            }
            if let first = known[row.first], let second = known[row.second] {
                pairs.append((first, second, row.count))
            }
        }
        self.pairs = pairs
        clusters = isClustered ? stored.filter { $0.count > 0 }.map(\.cluster) : nil
    }

    func tests(_ seed: UInt64, _ replicates: Int, _ progress: (Int) -> Void) -> PairedTests? {
        let (a, b) = total(pairs)
        let units = self.units
        guard let first = metric.value(a), let second = metric.value(b),
            let randomization = approximateRandomization(
                metric,
                pairs: units,
                seed: seed,
                replicates: replicates,
                progress: progress
            )
        else { return nil }
        let means = differences(first, second)
        return PairedTests(
            first: first,
            second: second,
            examples: pairs.reduce(0) { $0 + $1.count },
            clusters: clusters == nil ? nil : units.reduce(0) { $0 + $1.count },
            // Second less first, so the systems change places.
            bootstrap: pairedBootstrap(
                metric,
                pairs: units.map { ($0.second, $0.first, $0.count) },
                seed: seed,
                replicates: replicates,
                progress: { progress(replicates + $0) }
            ),
            randomization: PairedResampling(
                difference: second - first,
                interval: nil,
                standardError: nil,
                p: randomization.p
            ),
            mcNemar: mcNemar,
            mean: means.flatMap { PairedDifference($0) },
            clusteredStandardError: means.flatMap { means in
                names.flatMap { StandardError.clusteredMiller(means, clusters: $0) }
            }
        )
    }

    /// The pairs themselves, or the summed pairs of each cluster.
    private var units: [Pair] {
        guard let clusters else { return pairs }
        var alone: [Pair] = []
        var sums: [String: (first: M.Tally, second: M.Tally)] = [:]
        for (pair, cluster) in zip(pairs, clusters) {
            guard let cluster else {
                alone.append(pair)
                continue
            }
            sums[cluster, default: (.zero, .zero)].first.add(pair.first, times: pair.count)
            sums[cluster, default: (.zero, .zero)].second.add(pair.second, times: pair.count)
        }
        return alone + sums.values.map { ($0.first, $0.second, 1) }
    }

    private func total(_ pairs: [Pair]) -> (M.Tally, M.Tally) {
        var first = M.Tally.zero, second = M.Tally.zero
        for pair in pairs {
            first.add(pair.first, times: pair.count)
            second.add(pair.second, times: pair.count)
        }
        return (first, second)
    }

    /// Who alone is right; nil unless each tally is of one trial.
    private var mcNemar: McNemar? {
        var first = 0, second = 0
        for pair in pairs {
            guard let a = metric.proportion(of: pair.first), a.trials == 1,
                let b = metric.proportion(of: pair.second), b.trials == 1
            else { return nil }
            // Of an error rate, a hit is an error.
            if a.hits != b.hits, (a.hits > b.hits) == M.higherIsBetter {
                first += pair.count
            } else if a.hits != b.hits {
                second += pair.count
            }
        }
        return McNemar(first: first, second: second)
    }

    /// Each example's difference; nil unless the values of both systems are means of the examples'.
    ///
    /// That is seen from the numbers, so that no list of such metrics has to be kept.
    private func differences(_ first: Double, _ second: Double) -> [Double]? {
        var differences: [Double] = []
        var sums = (first: 0.0, second: 0.0)
        for pair in pairs {
            guard let a = metric.value(pair.first), let b = metric.value(pair.second) else {
                return nil
            }
            sums.first += a * Double(pair.count)
            sums.second += b * Double(pair.count)
            differences += repeatElement(b - a, count: pair.count)
        }
        let n = Double(differences.count)
        func isMean(_ sum: Double, _ value: Double) -> Bool {
            abs(sum / n - value) <= 1e-9 * max(1, abs(value))
        }
        return isMean(sums.first, first) && isMean(sums.second, second) ? differences : nil
    }

    /// The cluster of each example, in the order of ``differences(_:_:)``; nil without clusters.
    private var names: [String]? {
        guard let clusters else { return nil }
        var names: [String] = []
        for (pair, cluster) in zip(pairs, clusters) {
            for _ in 0..<pair.count {
                // An example by itself is a cluster that no name can be taken for.
                names.append(cluster.map { "c" + $0 } ?? "e\(names.count)")
            }
        }
        return names
    }
}
