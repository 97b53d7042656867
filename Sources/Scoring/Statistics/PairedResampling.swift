package import Domain

/// A comparison of two systems by drawing the same examples for both, or by swapping their answers.
package struct PairedResampling: Sendable, Equatable {
    /// The metric's value of the first system less that of the second.
    package let difference: Double
    /// The 95 % percentile interval of the difference; nil for randomisation, and where the difference
    /// is undefined on more than one sample in twenty.
    package let interval: Figure.Interval?
    /// The spread of the samples' differences; nil for randomisation and for fewer than two samples.
    package let standardError: Double?
    /// Of no difference, two-sided.
    package let p: Double

    /// Whether a sample that is just as far off as the systems themselves speaks against them.
    package enum Ties: Sendable {
        /// It does, so that p is never too small (Noreen 1989).
        ///
        /// With a metric that is right or wrong most samples of few examples are such.
        case counted
        /// Only one that is farther off does, as in sacreBLEU 2.6.
        case ignored

        func isBeyond(_ sample: Double, _ observed: Double) -> Bool {
            // The same but for rounding is the same.
            switch self {
            case .counted: sample >= observed * (1 - 1e-12)
            case .ignored: sample > observed * (1 + 1e-12)
            }
        }
    }
}

/// Compares two systems by the paired bootstrap (Koehn 2004), whole examples drawn for both.
///
/// P is sacreBLEU's: the share of samples whose difference strays further from the samples' mean than
/// the difference itself is from 0, one added to both counts.
///
/// - Parameters:
///   - metric: Whose values are compared.
///   - pairs: The two systems' tallies of an example, or of a cluster, with how often the pair occurs.
///   - seed: Of the random numbers.
///   - replicates: How many samples are drawn, at least 1.
///   - ties: Whether samples as far off as the difference itself count.
///   - progress: Hears how many samples are drawn.
/// - Returns: Nil for fewer than two pairs, and where the metric is undefined for either system or on
///   every sample.
package func pairedBootstrap<M: Metric>(
    _ metric: M,
    pairs: [(first: M.Tally, second: M.Tally, count: Int)],
    seed: UInt64,
    replicates: Int,
    ties: PairedResampling.Ties = .counted,
    progress: (Int) -> Void = { _ in }
) -> PairedResampling? {
    let groups = distinct(pairs)
    guard groups.reduce(0, { $0 + $1.count }) >= 2, let observed = difference(metric, groups)
    else { return nil }
    var differences = withoutActuallyEscaping(progress) { progress in
        Replicates(count: replicates, seed: seed, progress: progress).values {
            let draw = sampler(
                metric,
                [groups.map(\.first), groups.map(\.second)],
                counts: groups.map(\.count)
            )
            return { random in
                let values = draw(&random)
                guard let a = values[0], let b = values[1] else { return nil }
                return a - b
            }
        }
    }.compactMap { $0 }
    guard !differences.isEmpty else { return nil }
    let sizes = differences.map(abs)
    let mean = sizes.reduce(0, +) / Double(sizes.count)
    let beyond = sizes.count { ties.isBeyond($0 - mean, abs(observed)) }
    differences.sort()
    let isDefined = differences.count * 20 >= replicates * 19
    return PairedResampling(
        difference: observed,
        interval: isDefined
            ? Figure.Interval(
                lower: percentile(0.025, of: differences),
                upper: percentile(0.975, of: differences),
                method: .pairedBootstrap
            ) : nil,
        standardError: PairedDifference(differences)?.spread,
        p: Double(beyond + 1) / Double(sizes.count + 1)
    )
}

/// Compares two systems by approximate randomisation: of each example the answers are swapped or not, by
/// a fair coin (Noreen 1989, Riezler and Maxwell 2005).
///
/// P is the share of swapped samples with a difference as large, one added to both counts; samples on which
/// the metric is undefined for either system are no samples.
///
/// - Parameters:
///   - metric: Whose values are compared.
///   - pairs: The two systems' tallies of an example, or of a cluster, with how often the pair occurs.
///   - seed: Of the random numbers.
///   - replicates: How many times all answers are swapped or not.
///   - ties: Whether samples as far off as the difference itself count.
///   - progress: Hears how many samples are drawn.
/// - Returns: Nil where the metric is undefined for either system.
package func approximateRandomization<M: Metric>(
    _ metric: M,
    pairs: [(first: M.Tally, second: M.Tally, count: Int)],
    seed: UInt64,
    replicates: Int = 10_000,
    ties: PairedResampling.Ties = .counted,
    progress: (Int) -> Void = { _ in }
) -> PairedResampling? {
    let groups = distinct(pairs)
    guard let observed = difference(metric, groups) else { return nil }
    // To swap two equal tallies changes nothing: what the systems have in common is read as one sum.
    let common = groups.reduce(into: M.Tally.zero) { sum, group in
        if group.first == group.second { sum.add(group.first, times: group.count) }
    }
    let apart = groups.filter { $0.first != $0.second } + [(common, common, 1)]
    let differences = withoutActuallyEscaping(progress) { progress in
        Replicates(count: replicates, seed: seed, progress: progress).values {
            let next = swaps(metric, apart)
            return { random in
                let (a, b) = next(&random)
                guard let a, let b else { return nil }
                return a - b
            }
        }
    }.compactMap { $0 }
    let beyond = differences.count { ties.isBeyond(abs($0), abs(observed)) }
    return PairedResampling(
        difference: observed,
        interval: nil,
        standardError: nil,
        p: Double(beyond + 1) / Double(differences.count + 1)
    )
}

/// A function that swaps the answers to each example or not and gives the metric's two values.
private func swaps<M: Metric>(
    _ metric: M,
    _ groups: [(first: M.Tally, second: M.Tally, count: Int)]
) -> (inout SeededRandom) -> (Double?, Double?) {
    let counts = groups.map(\.count)
    let flips = CoinFlips(counts: counts)
    if let first = metric.columns(of: groups.map(\.first)),
        let second = metric.columns(of: groups.map(\.second)),
        first.columns.count == second.columns.count
    {
        // What is swapped goes from the one sum to the other, so the swapped differences are enough.
        let sums = [first, second].map { table in
            table.columns.map { column in
                zip(column, counts).reduce(Int128(0)) { $0 &+ $1.0 &* Int128($1.1) }
            }
        }
        let apart = zip(first.columns, second.columns).map { zip($0, $1).map { $0 &- $1 } }
        var moved = ColumnSums(PackedColumns(apart, counts: counts))
        return { random in
            moved.clear()
            flips.flip(into: &moved, using: &random)
            let totals = moved.totals
            return (
                first.value(zip(sums[0], totals).map { $0 &- $1 }),
                second.value(zip(sums[1], totals).map { $0 &+ $1 })
            )
        }
    }
    let read = metric.reader(of: groups.map(\.first) + groups.map(\.second))
    var swapped = GroupCounts(counts: counts)
    return { random in
        swapped.clear()
        flips.flip(into: &swapped, using: &random)
        let kept = zip(counts, swapped.drawn).map { $0 - $1 }
        return (read(kept + swapped.drawn), read(swapped.drawn + kept))
    }
}

/// Equal pairs together, in an order that does not depend on the one in which they came.
private func distinct<T: MetricTally>(
    _ pairs: [(first: T, second: T, count: Int)]
) -> [(first: T, second: T, count: Int)] {
    var counts: [[T]: Int] = [:]
    for pair in pairs where pair.count > 0 {
        counts[[pair.first, pair.second], default: 0] += pair.count
    }
    return counts.map { (first: $0.key[0], second: $0.key[1], count: $0.value) }
        .map { (pair: $0, name: [$0.first.stored, $0.second.stored]) }
        .sorted { $0.name.lexicographicallyPrecedes($1.name) }
        .map(\.pair)
}

private func difference<M: Metric>(
    _ metric: M,
    _ pairs: [(first: M.Tally, second: M.Tally, count: Int)]
) -> Double? {
    var first = M.Tally.zero
    var second = M.Tally.zero
    for pair in pairs {
        first.add(pair.first, times: pair.count)
        second.add(pair.second, times: pair.count)
    }
    guard let a = metric.value(first), let b = metric.value(second) else { return nil }
    return a - b
}
